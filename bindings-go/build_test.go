package signkey_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestABuildWithoutCgoSaysWhatToDo proves that the compiler says what is missing, and little else.
func TestABuildWithoutCgoSaysWhatToDo(t *testing.T) {
	message := failingBuild(t, ".", "./signkeyhttp", "CGO_ENABLED=0")
	if !strings.Contains(message, "signkey_needs_cgo__set_CGO_ENABLED_to_1_and_have_a_C_compiler") ||
		strings.Count(message, "\n") > 2 {
		t.Errorf("the explanation is lost in\n%s", message)
	}
}

// TestABuildForAnotherPlatformSaysWhatToDo proves the same for systems that no library comes for.
func TestABuildForAnotherPlatformSaysWhatToDo(t *testing.T) {
	for _, platform := range [][2]string{{"darwin", "arm64"}, {"windows", "amd64"}, {"linux", "riscv64"}} {
		message := failingBuild(t, ".", "./internal/ffi", "CGO_ENABLED=0", "GOOS="+platform[0], "GOARCH="+platform[1])
		if !strings.Contains(message, "signkey_comes_with_no_library_for_this_platform") ||
			!strings.Contains(message, "tags_signkey_system") || strings.Count(message, "\n") > 2 {
			t.Errorf("%v: the explanation is lost in\n%s", platform, message)
		}
	}
}

// TestABuildWithoutTheLibrarySaysWhatToDo proves the same for a copy of the module whose library is not built.
func TestABuildWithoutTheLibrarySaysWhatToDo(t *testing.T) {
	module := filepath.Join(t.TempDir(), "module")
	if err := os.CopyFS(module, os.DirFS(".")); err != nil {
		t.Fatal(err)
	}
	objects, err := filepath.Glob(filepath.Join(module, "internal/native/*.syso"))
	if err != nil || len(objects) == 0 {
		t.Fatal("there is no library to remove", err)
	}
	for _, object := range objects {
		if err := os.Remove(object); err != nil {
			t.Fatal(err)
		}
	}
	message := failingBuild(t, module, "./signkeyhttp")
	if !strings.Contains(message, "make -C bindings-go lib") {
		t.Errorf("no explanation in\n%s", message)
	}
}

// failingBuild is what the compiler says of a build that must fail.
func failingBuild(t *testing.T, folder, pkg string, environment ...string) string {
	build := exec.Command("go", "build", pkg)
	build.Dir = folder
	build.Env = append(os.Environ(), environment...)
	output, err := build.CombinedOutput()
	if err == nil {
		t.Fatalf("builds:\n%s", output)
	}
	return string(output)
}
