package dev.ranvier.kernel.onednn;

import dev.ranvier.kernel.onednn.binding.NativeLibrary;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests of native code: disabled where oneDNN cannot be loaded, saying why.
 *
 * <p>{@code EnginesTest} fails where it should have been loaded.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsOneDnn.Condition.class)
public @interface NeedsOneDnn {
  /** Asks for the library. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<String> problem = NativeLibrary.problem();
      return problem.isEmpty()
          ? ConditionEvaluationResult.enabled("oneDNN is there")
          : ConditionEvaluationResult.disabled("this test needs native code; " + problem.get());
    }
  }
}
