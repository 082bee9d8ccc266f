package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "owners and modes are POSIX's")
final class PrivateFolderTest {
  /** A name of no account. */
  private record Name(String name) implements UserPrincipal {
    @Override
    public String getName() {
      return name;
    }
  }

  @TempDir private Path folder;

  @Test
  void aFolderOfAnotherUserIsNamedWithItsOwner() throws IOException {
    UserPrincipal nobody = new Name("nobody");
    PosixFileAttributes own = Files.readAttributes(folder, PosixFileAttributes.class);
    assertThat(PrivateFolder.problem(folder, ownedBy(own, nobody), own.owner()))
        .hasValue(
            "'"
                + folder
                + "' belongs to nobody, expected "
                + own.owner().getName()
                + ", as whose this program runs; remove it, or have it given to "
                + own.owner().getName());
    assertThat(PrivateFolder.problem(folder, ownedBy(own, new Name("root")), own.owner()))
        .as("the system's")
        .isEmpty();
    assertThat(PrivateFolder.problem(folder)).isEmpty();
  }

  @Test
  void theTemporaryFolderIsPrivate() throws IOException {
    Path temporary = PrivateFolder.temporary();
    assertThat(temporary).isAbsolute().isDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
        .isEqualTo("rwx------");
    assertThat(PrivateFolder.temporary()).isEqualTo(temporary);
  }

  private static PosixFileAttributes ownedBy(PosixFileAttributes attributes, UserPrincipal owner) {
    return (PosixFileAttributes)
        Proxy.newProxyInstance(
            PrivateFolderTest.class.getClassLoader(),
            new Class<?>[] {PosixFileAttributes.class},
            (proxy, method, arguments) ->
                method.getName().equals("owner") ? owner : method.invoke(attributes));
  }
}
