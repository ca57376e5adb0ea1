package perigee.vm.repl;

/** Whether text is coloured. */
enum Palette {
    COLOURED {
        @Override
        String paint(Style style, String text) {
            return style.paint(text);
        }
    },
    /** For dumb terminals and files: no escape codes. */
    PLAIN {
        @Override
        String paint(Style style, String text) {
            return text;
        }
    };

    abstract String paint(Style style, String text);
}
