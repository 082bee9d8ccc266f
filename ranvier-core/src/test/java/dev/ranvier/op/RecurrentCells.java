package dev.ranvier.op;

import static dev.ranvier.op.recurrent.RecurrentCell.input;
import static dev.ranvier.op.recurrent.RecurrentCell.sigmoid;

import dev.ranvier.op.recurrent.RecurrentCell;
import dev.ranvier.op.scalar.Expression;
import java.util.List;

/** Cells for tests: one whose gates see sums, with a memory, and one whose gates do not. */
public final class RecurrentCells {
  /** Long short-term memory. */
  public static final RecurrentCell LSTM = lstm();

  /** Gated recurrent units. */
  public static final RecurrentCell GRU = gru();

  private RecurrentCells() {}

  private static RecurrentCell lstm() {
    RecurrentCell places = new RecurrentCell(4, List.of());
    List<Expression> gates =
        List.of(0, 1, 2, 3).stream().map(i -> input(i).plus(places.recurrent(i))).toList();
    Expression memory =
        sigmoid(gates.get(1))
            .times(places.state(1))
            .plus(sigmoid(gates.get(0)).times(gates.get(2).tanh()));
    return new RecurrentCell(4, List.of(sigmoid(gates.get(3)).times(memory.tanh()), memory));
  }

  private static RecurrentCell gru() {
    RecurrentCell places = new RecurrentCell(3, List.of());
    Expression reset = sigmoid(input(0).plus(places.recurrent(0)));
    Expression carry = sigmoid(input(1).plus(places.recurrent(1)));
    Expression candidate = input(2).plus(reset.times(places.recurrent(2))).tanh();
    return new RecurrentCell(
        3, List.of(candidate.plus(carry.times(places.state(0).minus(candidate)))));
  }
}
