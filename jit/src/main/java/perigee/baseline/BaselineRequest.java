package perigee.baseline;

import perigee.bytecode.Prototype;

/**
 * What a baseline compile needs to know; nothing of it changes.
 *
 * @param prototype the function
 * @param code      address of its CODE block
 * @param constants the words of its constants
 * @param feedback  its feedback words now, by instruction
 * @param globals   the table of global variables
 */
public record BaselineRequest(Prototype prototype, long code, long[] constants, long[] feedback, long globals) {
    long constantWord(int number) {
        return constants[number];
    }
}
