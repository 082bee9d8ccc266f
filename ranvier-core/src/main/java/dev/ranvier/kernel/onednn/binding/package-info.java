/**
 * Loads the native library and binds its C API with the Foreign Function and Memory API.
 *
 * <p>Bottom to top: {@link dev.ranvier.kernel.onednn.binding.NativeLibrary} finds, unpacks and
 * loads; {@link dev.ranvier.kernel.onednn.binding.NativeCall} turns C functions into method
 * handles; {@link dev.ranvier.kernel.onednn.binding.MemoryDescription}, {@link
 * dev.ranvier.kernel.onednn.binding.PrimitiveDescription}, {@link
 * dev.ranvier.kernel.onednn.binding.Primitive} and {@link
 * dev.ranvier.kernel.onednn.binding.BoundPrimitive} are oneDNN's objects; {@link
 * dev.ranvier.kernel.onednn.binding.GompWorkers} runs Java on its threads.
 *
 * <p>Pointers cross the border as {@code long}: on every supported platform a pointer is passed
 * like a 64-bit integer, and no object is allocated for it. Dimensions are in oneDNN's logical
 * order (images N, C, H, W; convolution weights [G,] O, I, H, W) whatever the order in memory is.
 *
 * <p>May import: exec, op, tensor.
 */
package dev.ranvier.kernel.onednn.binding;
