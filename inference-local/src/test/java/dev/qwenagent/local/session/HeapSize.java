package dev.qwenagent.local.session;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Measures what an object holds: the arrays that can be reached from it, with their headers. */
final class HeapSize {

    private static final int HEADER = 16;
    private static final int REFERENCE = 4;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;

    private HeapSize() {}

    /** Bytes of the arrays behind an object, without those that can be reached from what is shared. */
    static long of(Object object, Object... shared) {
        HeapSize size = new HeapSize();
        for (Object other : shared) {
            size.visit(other);
        }
        size.bytes = 0;
        size.visit(object);
        return size.bytes;
    }

    private void visit(Object object) {
        if (object == null || !seen.add(object)) {
            return;
        }
        if (object.getClass().isArray()) {
            array(object);
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(this::visit);
        } else if (isOurs(object.getClass())) {
            fields(object);
        }
    }

    private void array(Object array) {
        int length = Array.getLength(array);
        if (array instanceof Object[] elements) {
            bytes += HEADER + (long) REFERENCE * length;
            for (Object element : elements) {
                visit(element);
            }
        } else {
            bytes += HEADER + (long) length * (array instanceof double[] || array instanceof long[] ? 8 : 4);
        }
    }

    private void fields(Object object) {
        for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
            Field[] fields = type.getDeclaredFields();
            AccessibleObject.setAccessible(fields, true);
            for (Field field : fields) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    visit(value(field, object));
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.qwenagent.");
    }

    private static Object value(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
