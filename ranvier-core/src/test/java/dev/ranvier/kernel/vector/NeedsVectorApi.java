package dev.ranvier.kernel.vector;

import dev.ranvier.kernel.vector.loop.LoopForm;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests of kernels that there are only with the Vector API: disabled where the JVM was started
 * without it.
 *
 * <p>{@code EnginesTest} fails where it should have been there.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsVectorApi.Condition.class)
public @interface NeedsVectorApi {
  /** Asks for the module. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return LoopForm.isPresent()
          ? ConditionEvaluationResult.enabled("the Vector API is there")
          : ConditionEvaluationResult.disabled(
              "this test needs the Vector API; start Java with --add-modules jdk.incubator.vector");
    }
  }
}
