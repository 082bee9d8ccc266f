package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UserCacheTest {
  @Test
  void theFolderFollowsTheSystemsCustom() {
    assertThat(UserCache.folder("Linux", "/home/ada", Map.of()))
        .isEqualTo(Path.of("/home/ada/.cache/ranvier"));
    assertThat(UserCache.folder("Linux", "/home/ada", Map.of("XDG_CACHE_HOME", "/fast")))
        .isEqualTo(Path.of("/fast/ranvier"));
    assertThat(UserCache.folder("Linux", "/home/ada", Map.of("XDG_CACHE_HOME", "relative")))
        .isEqualTo(Path.of("/home/ada/.cache/ranvier"));
    assertThat(UserCache.folder("Mac OS X", "/Users/ada", Map.of()))
        .isEqualTo(Path.of("/Users/ada/Library/Caches/ranvier"));
    assertThat(UserCache.folder("Windows 11", "C:/ada", Map.of("LOCALAPPDATA", "C:/local")))
        .isEqualTo(Path.of("C:/local/ranvier"));
  }
}
