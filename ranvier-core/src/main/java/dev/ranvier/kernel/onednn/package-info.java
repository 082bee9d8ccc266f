/**
 * oneDNN for the JVM: loads the native library, binds its C API with the Foreign Function & Memory
 * API, and holds the kernels built on it.
 *
 * <p>Bottom to top: {@link dev.ranvier.kernel.onednn.binding.NativeLibrary} finds, unpacks and
 * loads; {@link dev.ranvier.kernel.onednn.binding.NativeCall} turns C functions into method
 * handles; {@link dev.ranvier.kernel.onednn.binding.MemoryDescription}, {@link
 * dev.ranvier.kernel.onednn.binding.PrimitiveDescription}, {@link
 * dev.ranvier.kernel.onednn.binding.Primitive} and {@link
 * dev.ranvier.kernel.onednn.binding.BoundPrimitive} are oneDNN's objects; one class per kind of
 * primitive ({@link dev.ranvier.kernel.onednn.primitive.ConvolutionPrimitives}, {@link
 * dev.ranvier.kernel.onednn.Pooling}, …) describes them.
 *
 * <p>Pointers cross the border as {@code long}: on every supported platform a pointer is passed
 * like a 64-bit integer, and no object is allocated for it. Dimensions are in oneDNN's logical
 * order (images N, C, H, W; convolution weights [G,] O, I, H, W) whatever the order in memory is.
 *
 * <p>May import: kernel.vector (loops that prepare what oneDNN multiplies), exec, op, graph,
 * tensor.
 */
package dev.ranvier.kernel.onednn;
