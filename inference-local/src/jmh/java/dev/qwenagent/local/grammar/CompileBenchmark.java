package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to make a grammar of a schema and to find its first mask, the vocabulary of Qwen3 being there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CompileBenchmark {

    @Param
    MaskBenchmark.Kind kind;

    private JsonNode schema;

    /** Reads the schema, and the vocabulary. */
    @Setup
    public void read() {
        schema = Documents.json(kind.schema());
        Vocabularies.qwen3();
    }

    /** From the schema to the first mask. */
    @Benchmark
    public Object compile() {
        return Grammar.of(Fragment.json(schema, SchemaRules.toolArguments()), Vocabularies.qwen3()).begin().mask();
    }
}
