#!/bin/sh
# Prints which kernels the benchmark networks run on, call by call, with types, offsets and bytes:
#
#   ./dev build && scripts/plans.sh > before   # then change something
#   ./dev build && scripts/plans.sh | diff before -
#
# Where rows of tables got other names: compare what sed -E 's/ <[a-z0-9-]+>//; s/ +/ /g' makes of both.
# Arguments are names of workloads; without any, all are printed. What ./ranvier reads works here too:
# RANVIER_NATIVE=off, ONEDNN_MAX_CPU_ISA=AVX2, RANVIER_JAVA_OPTS.
set -eu
root=$(cd -P "$(dirname "$0")/.." && pwd)
. "$root/scripts/jdk.sh"
ranvier_find_jdk || exit 1
# Options are words without spaces: splitting them is meant.
# shellcheck disable=SC2086
exec "$JAVA_HOME/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  ${RANVIER_JAVA_OPTS:-} -cp "$root/ranvier-cli/target/ranvier-cli.jar:$root/ranvier-cli/target/lib/*" \
  "$root/scripts/Plans.java" "$@"
