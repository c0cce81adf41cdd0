package dev.qwenagent.tools.binding;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Optional;

/** Java values to compact JSON: what {@link TypedJson} reads, and beans besides. Dates are written in their ISO form. */
public final class CompactJson {

    private static final JsonMapper COMPACT = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(TemporalAccessor.class, new ToStringSerializer(TemporalAccessor.class))
                    .addSerializer(TemporalAmount.class, new ToStringSerializer(TemporalAmount.class))
                    .addSerializer(ZoneId.class, new ToStringSerializer(ZoneId.class))
                    .addSerializer(Path.class, new ToStringSerializer(Path.class))
                    .addSerializer(new OptionalSerializer()))
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .visibility(PropertyAccessor.FIELD, Visibility.PUBLIC_ONLY)
            .build();

    private CompactJson() {}

    /**
     * The value as JSON in one line.
     *
     * @throws IllegalArgumentException if the value has no JSON form, such as an object that contains itself
     */
    public static String write(Object value) {
        try {
            return COMPACT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a value of " + value.getClass().getName()
                    + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static final class OptionalSerializer extends StdSerializer<Optional<?>> {

        private static final long serialVersionUID = 1L;

        OptionalSerializer() {
            super(Optional.class, false);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            provider.defaultSerializeValue(value.orElse(null), out);
        }
    }
}
