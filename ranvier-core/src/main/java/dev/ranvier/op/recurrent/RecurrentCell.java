package dev.ranvier.op.recurrent;

import dev.ranvier.op.BlockwiseOp;
import dev.ranvier.op.scalar.Differentiation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.op.scalar.UnaryFunction;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one unit of a recurrent layer does in one step, as scalar formulas; its gradient follows
 * from these.
 *
 * <p>The formulas' arguments are, in this order: what the step's input contributes to each gate,
 * what the state before contributes to each gate, and the states before.
 *
 * @param gates how many numbers a unit is given by the input, and by the state
 * @param next the next states; the first is the unit's output, which all units' gates see
 */
public record RecurrentCell(int gates, List<Expression> next) {
  /** Copies the list. */
  public RecurrentCell {
    next = List.copyOf(next);
  }

  /** How many numbers a unit remembers. */
  public int states() {
    return next.size();
  }

  /** Whether input and state enter as their sum alone, so that both have the same gradient. */
  public boolean isAdditive() {
    for (int gate = 0; gate < gates; gate++) {
      for (Expression formula : next) {
        if (!Differentiation.derivative(formula, gate)
            .equals(Differentiation.derivative(formula, gates + gate))) {
          return false;
        }
      }
    }
    return true;
  }

  /** What the input contributes to a gate. */
  public static Expression input(int gate) {
    return Expression.argument(gate);
  }

  /** What the state contributes to a gate. */
  public Expression recurrent(int gate) {
    return Expression.argument(gates + gate);
  }

  /** A state before. */
  public Expression state(int index) {
    return Expression.argument(2 * gates + index);
  }

  /** The logistic sigmoid, by way of the tangent: its derivative is finite everywhere. */
  public static Expression sigmoid(Expression x) {
    return x.times(0.5).tanh().times(0.5).plus(0.5);
  }

  /**
   * What a step keeps for its gradient beside the states: the values of the functions that are slow
   * to compute, and what else of the inputs and products the derivatives mention. At least one.
   */
  public List<Expression> kept() {
    Set<Expression> kept = new LinkedHashSet<>();
    for (Expression formula : next) {
      for (int argument = 0; argument < 2 * gates + states(); argument++) {
        keep(Differentiation.derivative(formula, argument), kept);
      }
    }
    // Derivatives that are numbers need nothing, but a tensor has a size.
    return kept.isEmpty() ? List.of(input(0)) : List.copyOf(kept);
  }

  private void keep(Expression formula, Set<Expression> kept) {
    boolean slow =
        formula instanceof Expression.Unary(UnaryFunction function, Expression operand)
            && function != UnaryFunction.NEGATE;
    if (slow || formula instanceof Expression.Argument(int index) && index < 2 * gates) {
      kept.add(formula);
    } else {
      formula.parts().forEach(part -> keep(part, kept));
    }
  }

  /**
   * One step of many units: takes inputs, products, biases, states and the mask, if there is one;
   * gives the next states, then, if that is wanted, what is {@link #kept}.
   *
   * @param masked whether a number for each example says that the step is skipped
   * @param output the element type of the first state
   * @param keeping the element type of what is kept
   */
  public BlockwiseOp forward(boolean masked, DType output, Optional<DType> keeping) {
    List<Integer> blocks = new ArrayList<>(List.of(gates, gates, gates));
    addStates(blocks, masked);
    Expression mask = mask(3 * gates);
    List<Expression> arguments = arguments();
    List<Expression> results = new ArrayList<>();
    for (int i = 0; i < states(); i++) {
      Expression formula = next.get(i).substitute(arguments);
      results.add(
          masked ? Expression.select(mask, arguments.get(2 * gates + i), formula) : formula);
    }
    List<DType> types = new ArrayList<>(Collections.nCopies(states(), DType.F32));
    types.set(0, output);
    List<Integer> parts = new ArrayList<>(Collections.nCopies(states(), 1));
    if (keeping.isPresent()) {
      List<Expression> kept = kept();
      kept.forEach(formula -> results.add(formula.substitute(arguments)));
      types.add(keeping.get());
      parts.add(kept.size());
    }
    return new BlockwiseOp(ScalarProgram.of(numbers(blocks), results), blocks, parts, types);
  }

  /**
   * One step back: takes what was {@link #kept}, the states before and the mask, if there is one,
   * then the gradients that arrive from the output, from the next step's product, and from each of
   * the next step's states; gives those of the inputs, of the products, and of the states before
   * but for what they do through the product.
   *
   * @param types the element types of the gradient by the inputs, then of those by the products:
   *     none, one, or the same in two types
   */
  public BlockwiseOp backward(boolean masked, List<DType> types) {
    List<Expression> kept = kept();
    List<Integer> blocks = new ArrayList<>(List.of(kept.size()));
    addStates(blocks, masked);
    int first = numbers(blocks);
    blocks.addAll(Collections.nCopies(states() + 2, 1));
    List<Expression> arriving = new ArrayList<>();
    for (int i = 0; i < states(); i++) {
      Expression direct = Expression.argument(first + 2 + i);
      arriving.add(
          i == 0
              ? Expression.argument(first).plus(Expression.argument(first + 1)).plus(direct)
              : direct);
    }
    Map<Expression, Expression> given = given(kept);
    Expression mask = mask(kept.size());
    List<Expression> inside =
        masked
            ? arriving.stream()
                .map(gradient -> Expression.select(mask, Expression.constant(0), gradient))
                .toList()
            : arriving;
    List<Expression> results = new ArrayList<>();
    for (int i = 0; i < types.size() * gates; i++) {
      // Whatever follows the inputs is by the products, be it once more in another type.
      results.add(gradient(inside, i < gates ? i : gates + i % gates, given));
    }
    for (int i = 0; i < states(); i++) {
      Expression through = gradient(inside, 2 * gates + i, given);
      results.add(masked ? Expression.select(mask, arriving.get(i), through) : through);
    }
    List<Integer> parts = new ArrayList<>(Collections.nCopies(types.size(), gates));
    parts.addAll(Collections.nCopies(states(), 1));
    List<DType> all = new ArrayList<>(types);
    all.addAll(Collections.nCopies(states(), DType.F32));
    return new BlockwiseOp(ScalarProgram.of(numbers(blocks), results), blocks, parts, all);
  }

  /**
   * The sum over the next states of their gradients times their derivatives by an argument.
   *
   * @param given where a step back finds what the derivatives mention
   */
  private Expression gradient(
      List<Expression> upstream, int argument, Map<Expression, Expression> given) {
    Expression sum = Expression.constant(0);
    for (int i = 0; i < states(); i++) {
      Expression derivative = Differentiation.derivative(next.get(i), argument).replace(given);
      if (!derivative.equals(Expression.constant(0))) {
        Expression term = upstream.get(i).times(derivative);
        sum = sum.equals(Expression.constant(0)) ? term : sum.plus(term);
      }
    }
    return sum;
  }

  /** The arguments of a step back by the formulas they stand for. */
  private Map<Expression, Expression> given(List<Expression> kept) {
    Map<Expression, Expression> given = new HashMap<>();
    for (Expression formula : kept) {
      given.put(formula, Expression.argument(given.size()));
    }
    for (int i = 0; i < states(); i++) {
      given.put(state(i), Expression.argument(given.size()));
    }
    return given;
  }

  /** The formulas' arguments among those of a step: biases are added to the products. */
  private List<Expression> arguments() {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < gates; i++) {
      arguments.add(Expression.argument(i));
    }
    for (int i = gates; i < 2 * gates; i++) {
      arguments.add(Expression.argument(i).plus(Expression.argument(gates + i)));
    }
    for (int i = 0; i < states(); i++) {
      arguments.add(Expression.argument(3 * gates + i));
    }
    return arguments;
  }

  /** The mask's argument, behind so many numbers and the states. */
  private Expression mask(int before) {
    return Expression.argument(before + states());
  }

  private void addStates(List<Integer> blocks, boolean masked) {
    blocks.addAll(Collections.nCopies(states(), 1));
    if (masked) {
      blocks.add(BlockwiseOp.ONE_NUMBER);
    }
  }

  private static int numbers(List<Integer> blocks) {
    return blocks.stream().mapToInt(count -> Math.max(1, count)).sum();
  }
}
