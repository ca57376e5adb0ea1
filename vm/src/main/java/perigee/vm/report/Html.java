package perigee.vm.report;

import java.nio.charset.StandardCharsets;

/** Text for pages. */
final class Html {
    private Html() {
    }

    /** How a page begins; what follows belongs to its header. */
    static String head(String title, String style) {
        return "<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"/><title>" + escape(title) + "</title>\n<style>\n" + style
                + "</style></head>\n<body><header><h1>" + escape(title) + "</h1>";
    }

    /** Text as it stands between tags, or in an attribute; what XML has no characters for is replaced. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(isCharacter(c) ? c : '\uFFFD');
            }
        }
        return out.toString();
    }

    private static boolean isCharacter(char c) {
        return c >= ' ' && c < '\uFFFE' && !Character.isSurrogate(c) || c == '\t' || c == '\n';
    }

    /** Text of Lua programs, a char for each byte, as text. */
    static String decode(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
