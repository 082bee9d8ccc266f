package dev.ranvier.kernel.vector.loop;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.Optional;

/**
 * Makes a hidden class that implements {@link Loop} for a body.
 *
 * <p>In vector form it has two methods of the same structure: one for whole vectors, and one that
 * takes single elements for what is left of each row. They are apart so that each is compiled when
 * it is worth it, and so that neither outgrows what the JVM compiles.
 */
public final class LoopCompiler {
  /** Longer methods are never compiled by HotSpot and would run in its interpreter for ever. */
  private static final int LONGEST_METHOD = 8000;

  private static final ClassDesc LOOP = Loop.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void, CD_long.arrayType(), CD_int, CD_int, CD_int, CD_int, CD_int, CD_int, CD_int);

  private static final String VECTORS = "vectors";
  private static final String ELEMENTS = "elements";
  private static final int PARAMETERS = 8;

  private LoopCompiler() {}

  /**
   * A loop for what the key says; empty where the program is so long that HotSpot would leave it to
   * its interpreter.
   */
  public static Optional<Loop> compile(LoopKey key) {
    byte[] bytes = write(key);
    if (longestMethod(bytes) > LONGEST_METHOD) {
      return Optional.empty();
    }
    try {
      MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return Optional.of((Loop) hidden.lookupClass().getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("loop: the generated class could not be made", e);
    }
  }

  private static byte[] write(LoopKey key) {
    LoopBody body = Lowering.of(key);
    int lanes = key.form().lanes();
    ClassDesc name = ClassDesc.of(LoopCompiler.class.getPackageName(), "GeneratedLoop");
    return ClassFile.of()
        .build(
            name,
            type -> {
              type.withFlags(AccessFlag.FINAL).withInterfaceSymbols(LOOP);
              type.withMethodBody(INIT_NAME, MTD_void, 0, LoopCompiler::construct);
              type.withMethodBody(
                  "run", RUN, ClassFile.ACC_PUBLIC, code -> dispatch(code, name, lanes));
              int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;
              type.withMethodBody(ELEMENTS, RUN, flags, code -> LoopWriter.write(code, body, 1));
              if (lanes > 1) {
                type.withMethodBody(
                    VECTORS, RUN, flags, code -> LoopWriter.write(code, body, lanes));
              }
            });
  }

  private static void construct(CodeBuilder code) {
    code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_();
  }

  /** Whole vectors first, then the elements left of each row. */
  private static void dispatch(CodeBuilder code, ClassDesc self, int lanes) {
    int columns = PARAMETERS; // the last parameter, after "this"
    if (lanes > 1) {
      int whole = code.allocateLocal(TypeKind.INT);
      code.iload(columns).loadConstant(-lanes).iand().istore(whole);
      code.iload(whole).ifThen(Opcode.IFGT, then -> call(then, self, VECTORS, whole));
      code.iload(columns - 1).iload(whole).iadd().istore(columns - 1);
      code.iload(columns).iload(whole).isub().istore(columns);
    }
    code.iload(columns).ifThen(Opcode.IFGT, then -> call(then, self, ELEMENTS, columns));
    code.return_();
  }

  private static void call(CodeBuilder code, ClassDesc self, String method, int columns) {
    code.aload(1);
    for (int parameter = 2; parameter < PARAMETERS; parameter++) {
      code.iload(parameter);
    }
    code.iload(columns).invokestatic(self, method, RUN);
  }

  private static int longestMethod(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
        .mapToInt(CodeAttribute::codeLength)
        .max()
        .orElse(0);
  }
}
