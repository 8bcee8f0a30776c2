package signkey_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

const fileVariable = "INNGEST_SIGNING_KEY_FILE"

// clearEnv removes all settings from the environment of a test.
func clearEnv(t *testing.T) {
	for _, name := range signkey.ConfigVariables() {
		t.Setenv(name, "")
		_ = os.Unsetenv(name)
	}
}

func keyFile(t *testing.T, content string) string {
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestVariablesOfFilesAreAmongAll(t *testing.T) {
	files := signkey.ConfigFileVariables()
	for _, name := range files {
		if !slices.Contains(signkey.ConfigVariables(), name) {
			t.Error(name)
		}
	}
	if !slices.Contains(files, fileVariable) || len(files) != 3 {
		t.Error(files)
	}
}

func TestAKeyIsReadFromAFile(t *testing.T) {
	clearEnv(t)
	t.Setenv(fileVariable, " "+keyFile(t, key+"\n")+"\n")
	config, err := signkey.ConfigFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	defer config.Close()
	keyring, err := config.Keyring()
	if err != nil {
		t.Fatal(err)
	}
	defer keyring.Close()
	if ids := keyring.KeyIDs(); len(ids) != 1 || ids[0] != newKeyring(t, key).KeyIDs()[0] {
		t.Error(ids)
	}
}

func TestAFileThatIsNoKeyIsAnErrorOfItsVariable(t *testing.T) {
	for name, test := range map[string]struct {
		path string
		both bool
		want *signkey.Error
	}{
		"missing":   {filepath.Join(t.TempDir(), "none"), false, signkey.ErrInvalidSetting},
		"a folder":  {t.TempDir(), false, signkey.ErrInvalidSetting},
		"empty":     {keyFile(t, " \n"), false, signkey.ErrInvalidSetting},
		"no UTF-8":  {keyFile(t, "\xff\xfes\x00"), false, signkey.ErrInvalidSetting},
		"endless":   {"/dev/zero", false, signkey.ErrKeyTooLong},
		"broken":    {keyFile(t, key+"x"), false, signkey.ErrNonHexKey},
		"set twice": {keyFile(t, key), true, signkey.ErrInvalidSetting},
	} {
		t.Run(name, func(t *testing.T) {
			clearEnv(t)
			t.Setenv(fileVariable, test.path)
			if test.both {
				t.Setenv("INNGEST_SIGNING_KEY", key)
			}
			config, err := signkey.ConfigFromEnv()
			if err != nil {
				t.Fatal(err)
			}
			defer config.Close()
			_, err = config.Keyring()
			var wrong *signkey.Error
			wantError(t, err, test.want)
			if !errors.As(err, &wrong) {
				t.Fatal(err)
			}
			if setting, _ := wrong.Setting(); setting != fileVariable || wrong.Hint() == "" {
				t.Error(setting, wrong.Hint())
			}
		})
	}
}

func TestABlankPathIsNotSet(t *testing.T) {
	clearEnv(t)
	t.Setenv(fileVariable, " ")
	t.Setenv("INNGEST_SIGNING_KEY", key)
	config, err := signkey.ConfigFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	defer config.Close()
	keyring, err := config.Keyring()
	if err != nil {
		t.Fatal(err)
	}
	_ = keyring.Close()
}
