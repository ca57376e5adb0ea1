package perigee.runtime;

import perigee.object.Strings;
import perigee.object.TableIteration;
import perigee.object.Tables;
import perigee.value.ValueType;

/** Looks for a function among the fields of the loaded modules, to name it in messages. */
final class GlobalNames {
    private GlobalNames() {
    }

    static String find(Tables tables, long loaded, long function) {
        for (long p = TableIteration.after(tables, loaded, 0); p >= 0; p = TableIteration.nextFrom(tables, loaded, p + 1)) {
            long name = TableIteration.keyAt(tables, loaded, p);
            long module = TableIteration.valueAt(tables, loaded, p);
            if (!ValueType.isFlatString(name)) {
                continue;
            }
            String moduleName = Strings.toJava(name);
            if (module == function) {
                return moduleName;
            }
            if (!ValueType.isTable(module)) {
                continue;
            }
            String field = field(tables, module, function);
            if (field != null) {
                return moduleName.equals("_G") ? field : moduleName + "." + field;
            }
        }
        return null;
    }

    private static String field(Tables tables, long module, long function) {
        for (long p = TableIteration.after(tables, module, 0); p >= 0; p = TableIteration.nextFrom(tables, module, p + 1)) {
            long key = TableIteration.keyAt(tables, module, p);
            if (ValueType.isFlatString(key) && TableIteration.valueAt(tables, module, p) == function) {
                return Strings.toJava(key);
            }
        }
        return null;
    }
}
