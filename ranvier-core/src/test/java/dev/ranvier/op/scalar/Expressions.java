package dev.ranvier.op.scalar;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random formulas for properties. */
final class Expressions {
  private Expressions() {}

  /** Formulas of every kind over so many arguments. */
  static Arbitrary<Expression> any(int arguments) {
    return grow(leaves(arguments), List.of(UnaryFunction.values()), true, 4);
  }

  /** Formulas that are differentiable everywhere and whose derivatives stay moderate. */
  static Arbitrary<Expression> smooth(int arguments) {
    return grow(
        leaves(arguments),
        List.of(UnaryFunction.NEGATE, UnaryFunction.HYPERBOLIC_TANGENT),
        false,
        3);
  }

  private static Arbitrary<Expression> leaves(int arguments) {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, arguments - 1).map(Expression::argument),
        Arbitraries.of(-1.5, 0.0, 0.25, 1.0, 3.0).map(Expression::constant));
  }

  private static Arbitrary<Expression> grow(
      Arbitrary<Expression> leaf, List<UnaryFunction> functions, boolean all, int depth) {
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Expression> part = grow(leaf, functions, all, depth - 1);
    Arbitrary<BinaryFunction> joins =
        all
            ? Arbitraries.of(BinaryFunction.values())
            : Arbitraries.of(BinaryFunction.ADD, BinaryFunction.SUBTRACT, BinaryFunction.MULTIPLY);
    Arbitrary<Expression> unary =
        Combinators.combine(Arbitraries.of(functions), part).as((f, x) -> x.apply(f));
    Arbitrary<Expression> binary =
        Combinators.combine(joins, part, part).as((f, x, y) -> x.apply(f, y));
    return all
        ? Arbitraries.oneOf(
            leaf, unary, binary, Combinators.combine(part, part, part).as(Expression::select))
        : Arbitraries.oneOf(leaf, unary, binary);
  }
}
