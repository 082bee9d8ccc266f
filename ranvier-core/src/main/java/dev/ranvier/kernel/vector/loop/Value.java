package dev.ranvier.kernel.vector.loop;

import java.util.List;

/**
 * The result of a step while a body is built; its methods append steps.
 *
 * @param body the body it belongs to
 * @param instruction its number there
 */
public record Value(LoopBody body, int instruction) {
  HoistingLevel rate() {
    return body.rate(instruction);
  }

  Operation.Kind kind() {
    return body.instructions().get(instruction).primitive().kind();
  }

  Value apply(Operation primitive, Value... others) {
    Integer[] parts = new Integer[others.length + 1];
    parts[0] = instruction;
    for (int i = 0; i < others.length; i++) {
      parts[i + 1] = others[i].instruction;
    }
    return body.instruction(primitive, 0, List.of(parts));
  }

  Value plus(Value other) {
    return apply(Operation.ADD, other);
  }

  Value plus(double number) {
    return plus(body.number(number));
  }

  Value minus(Value other) {
    return apply(Operation.SUBTRACT, other);
  }

  Value minus(double number) {
    return minus(body.number(number));
  }

  Value times(Value other) {
    return apply(Operation.MULTIPLY, other);
  }

  Value times(double number) {
    return times(body.number(number));
  }

  Value over(Value other) {
    return apply(Operation.DIVIDE, other);
  }

  /** This · factor + addend, rounded once. */
  Value timesPlus(Value factor, Value addend) {
    return apply(Operation.MULTIPLY_ADD, factor, addend);
  }

  Value negate() {
    return apply(Operation.NEGATE);
  }

  Value absolute() {
    return apply(Operation.ABSOLUTE);
  }

  Value squareRoot() {
    return apply(Operation.SQUARE_ROOT);
  }

  Value lessThan(Value other) {
    return apply(Operation.LESS, other);
  }

  Value lessThan(double number) {
    return lessThan(body.number(number));
  }

  Value lessOrEqual(Value other) {
    return apply(Operation.LESS_OR_EQUAL, other);
  }

  Value lessOrEqual(double number) {
    return lessOrEqual(body.number(number));
  }

  Value equalTo(Value other) {
    return apply(Operation.EQUAL, other);
  }

  /** Where this mask is set the first, else the second. */
  Value choose(Value whenSet, Value otherwise) {
    return apply(Operation.CHOOSE, whenSet, otherwise);
  }

  Value bits() {
    return apply(Operation.BITS);
  }

  Value fromBits() {
    return apply(Operation.FROM_BITS);
  }

  /** This int as a float; a float as it is. */
  Value toFloat() {
    return kind() == Operation.Kind.INT ? apply(Operation.TO_FLOAT) : this;
  }

  /** This float without its fraction as an int; an int as it is. */
  Value toInt() {
    return kind() == Operation.Kind.FLOAT ? apply(Operation.TO_INT) : this;
  }

  Value intPlus(Value other) {
    return apply(Operation.INT_ADD, other);
  }

  Value intMinus(Value other) {
    return apply(Operation.INT_SUBTRACT, other);
  }

  Value intTimes(int number) {
    return apply(Operation.INT_MULTIPLY, body.whole(number));
  }

  Value and(int number) {
    return apply(Operation.AND, body.whole(number));
  }

  Value xor(Value other) {
    return apply(Operation.XOR, other);
  }

  Value shift(Operation direction, int distance) {
    return body.instruction(direction, distance, List.of(instruction));
  }
}
