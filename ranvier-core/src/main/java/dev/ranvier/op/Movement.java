package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * An op whose results hold numbers of its inputs, unchanged, at other places; some may be missing
 * and zeros may stand between them.
 *
 * <p>So it does the same in any precision: a plan may have it move numbers that are rounded
 * already.
 */
public interface Movement extends Op {
  @Override
  default Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
