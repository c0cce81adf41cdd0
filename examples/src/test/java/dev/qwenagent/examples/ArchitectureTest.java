package dev.qwenagent.examples;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.runtime.AgentBuilder;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Who may import whom. An arrow that is not drawn here does not exist. */
@AnalyzeClasses(packages = "dev.qwenagent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Map<String, String> ROOT_OF_MODULE = Map.of(
            "agent-api", "dev.qwenagent.api",
            "tools", "dev.qwenagent.tools",
            "memory", "dev.qwenagent.memory",
            "planners", "dev.qwenagent.planners",
            "inference-local", "dev.qwenagent.local",
            "agent-runtime", "dev.qwenagent.runtime",
            "examples", "dev.qwenagent.examples");

    @ArchTest
    static final ArchRule everyModuleKeepsToItsOwnPackageRoot = classes().should(liveInTheModuleOfTheirPackage());

    @ArchTest
    static final ArchRule arrowsBetweenModulesGoDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("api")
            .definedBy("dev.qwenagent.api..")
            .layer("tools")
            .definedBy("dev.qwenagent.tools..")
            .layer("memory")
            .definedBy("dev.qwenagent.memory..")
            .layer("planners")
            .definedBy("dev.qwenagent.planners..")
            .layer("local")
            .definedBy("dev.qwenagent.local..")
            .layer("runtime")
            .definedBy("dev.qwenagent.runtime..")
            .layer("examples")
            .definedBy("dev.qwenagent.examples..")
            .whereLayer("examples")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("examples")
            .whereLayer("tools")
            .mayOnlyBeAccessedByLayers("runtime", "examples")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers("runtime", "examples")
            .whereLayer("planners")
            .mayOnlyBeAccessedByLayers("runtime", "examples")
            .whereLayer("local")
            .mayOnlyBeAccessedByLayers("runtime", "examples")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("tools", "memory", "planners", "runtime", "examples");

    @ArchTest
    static final ArchRule theApiKnowsOnlyLangChain4jAndJSpecify = classes()
            .that()
            .resideInAPackage("dev.qwenagent.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.qwenagent.api..", "dev.langchain4j..", "org.jspecify..", "java..");

    @ArchTest
    static final ArchRule theRuntimeReachesTheEngineFromTwoPackages = noClasses()
            .that()
            .resideInAPackage("dev.qwenagent.runtime..")
            .and()
            .resideOutsideOfPackages("dev.qwenagent.runtime.models..", "dev.qwenagent.runtime.remote..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.qwenagent.local..");

    @ArchTest
    static final ArchRule remoteModelsUseTheEnginesTextProtocolAlone = classes()
            .that()
            .resideInAPackage("dev.qwenagent.local..")
            .and()
            .resideOutsideOfPackage("dev.qwenagent.local.chat..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage(
                    "dev.qwenagent.local..", "dev.qwenagent.runtime.models..", "dev.qwenagent.examples..");

    @ArchTest
    static final ArchRule theEnginesCoreIsPlainJava = classes()
            .that()
            .resideInAPackage("dev.qwenagent.local..")
            .and()
            .resideOutsideOfPackages(
                    "dev.qwenagent.local", "dev.qwenagent.local.chat..", "dev.qwenagent.local.grammar..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.qwenagent.local..", "java..", "jdk.incubator.vector..", "org.jspecify..", "org.slf4j..");

    @ArchTest
    static final ArchRule arrowsInTheEngineGoDown = engine();

    @ArchTest
    static final ArchRule okHttpStaysAtTheEdges = noClasses()
            .that()
            .resideOutsideOfPackages("dev.qwenagent.runtime.remote..", "dev.qwenagent.tools.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..");

    @ArchTest
    static final ArchRule openTelemetryIsToldInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.qwenagent.runtime.telemetry..")
            .and()
            .doNotHaveFullyQualifiedName(AgentBuilder.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule databasesStayInTheJournal = noClasses()
            .that()
            .resideOutsideOfPackage("dev.qwenagent.runtime.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..");

    @ArchTest
    static final ArchRule theVectorApiStaysInTheKernels = noClasses()
            .that()
            .resideOutsideOfPackage("dev.qwenagent.local.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule onlyTheExamplesHaveACommandLineAndALoggingBinding = noClasses()
            .that()
            .resideOutsideOfPackage("dev.qwenagent.examples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.jline..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule librariesNeverPrint = noClasses()
            .that()
            .resideOutsideOfPackage("dev.qwenagent.examples..")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule onlyTheGateGrantsCalls = constructors()
            .that()
            .areDeclaredIn(GrantedCall.class)
            .should()
            .onlyBeCalled()
            .byClassesThat(belongToAnyOf(PermissionGate.class));

    /** The API is one vocabulary whose words refer to each other across its packages; everywhere else arrows have a direction. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices()
            .matching("dev.(qwenagent).(**)")
            .namingSlices("$2")
            .as("packages outside the API")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAnyPackage("dev.qwenagent.api.."), alwaysTrue())
            .ignoreDependency(alwaysTrue(), equivalentTo(LocalModelException.class));

    @ArchTest
    static final ArchRule everyPackageSaysThatNothingIsNull = classes()
            .should(new ArchCondition<JavaClass>("be in a package with @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type,
                                type.getName() + ": " + type.getPackageName()
                                        + " has no package-info with @NullMarked"));
                    }
                }
            });

    /** The order of the engine's packages. Its root exception alone is everyone's, being the supertype of theirs. */
    private static LayeredArchitecture engine() {
        String[] order = {
            "", ".chat..", ".session..", ".grammar..", ".sampling..", ".model..", ".kernel..", ".tensor..",
            ".tokenizer..", ".gguf.."};
        LayeredArchitecture engine = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .ignoreDependency(alwaysTrue(), equivalentTo(LocalModelException.class));
        for (String part : order) {
            engine = engine.layer("local" + part).definedBy("dev.qwenagent.local" + part);
        }
        for (int i = 0; i < order.length; i++) {
            String[] above = new String[i];
            for (int j = 0; j < i; j++) {
                above[j] = "local" + order[j];
            }
            var layer = engine.whereLayer("local" + order[i]);
            engine = i == 0 ? layer.mayNotBeAccessedByAnyLayer() : layer.mayOnlyBeAccessedByLayers(above);
        }
        return engine;
    }

    private static ArchCondition<JavaClass> liveInTheModuleOfTheirPackage() {
        return new ArchCondition<>("live in the module of their package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String location = type.getSource().orElseThrow().getUri().toString();
                String module = ROOT_OF_MODULE.keySet()
                        .stream()
                        .filter(name -> location.contains("/" + name + "/target/"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("unknown module: " + location));
                String root = ROOT_OF_MODULE.get(module);
                if (!type.getPackageName().equals(root) && !type.getPackageName().startsWith(root + ".")) {
                    events.add(SimpleConditionEvent.violated(type,
                            type.getName() + " is in module " + module + ", whose packages begin with " + root));
                }
            }
        };
    }
}
