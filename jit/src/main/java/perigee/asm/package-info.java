/**
 * The assembler: rows in the manual's notation, and bytes made from them.
 */
package perigee.asm;
