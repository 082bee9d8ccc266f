/** Examples of using Ranvier. */
module dev.ranvier.examples {
  requires dev.ranvier.core;
}
