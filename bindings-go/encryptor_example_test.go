package signkey_test

import (
	"errors"
	"fmt"
	"log"

	signkey "github.com/signkey/signkey/bindings-go"
)

func ExampleEncryptor() {
	encryptor, err := signkey.NewEncryptor(signkey.EncryptorOptions{
		Primary:   signkey.EncryptionKeyFromText("zV2Z9kXn0a6mWkqgLr3s7w"),
		Fallbacks: []signkey.EncryptionKey{signkey.EncryptionKeyFromText("Q0pGqk0cB8tYxLr1d5h2vA")},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer encryptor.Close()

	stored, err := encryptor.EncryptValue([]byte(`{"total":99.5}`))
	if err != nil {
		log.Fatal(err)
	}
	output, wasEncrypted, err := encryptor.DecryptValue(stored)
	fmt.Println(string(output), wasEncrypted, err)

	stored[len(stored)-9] ^= 3
	_, _, err = encryptor.DecryptValue(stored)
	fmt.Println(errors.Is(err, signkey.ErrDecryptionFailed) || errors.Is(err, signkey.ErrMalformedEnvelope))
	// Output:
	// {"total":99.5} true <nil>
	// true
}
