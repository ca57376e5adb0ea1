/**
 * JSON as text, written as it goes: for files of events and for reports. That is little enough to do without a library,
 * which would be on the class path of every program.
 */
package perigee.vm.json;
