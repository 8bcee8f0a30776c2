/*
 * Answers a request as an app's endpoint does: endpoint METHOD [SIGNATURE [ANSWER...]] <BODY
 *
 * SIGNATURE is the value of X-Inngest-Signature. The settings come from the environment. A GET is
 * answered with what the endpoint is, and a PUT begins a sync: where it sends to is printed, and each
 * ANSWER is an HTTP status that the platform answers with.
 */
#include <inttypes.h>
#include <signkey.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A text, or what stands for an absent one. */
static signkey_slice slice(const char *text) {
    signkey_slice result = {(const uint8_t *)text, text ? strlen(text) : 0};
    return result;
}

static void print(FILE *file, signkey_slice text) {
    fwrite(text.data, 1, text.len, file);
}

/* Hands over every variable that is read, and tells the log what is wrong with them. */
static signkey_config *config_from_environment(signkey_failure *failure) {
    signkey_field variables[64];
    signkey_config *config = NULL;
    size_t count = 0, problems = 0;

    for (const char *name; count < 64 && (name = signkey_config_variable(count)) != NULL; count++) {
        variables[count].name = slice(name);
        variables[count].value = slice(getenv(name));
    }
    if (signkey_config_new(NULL, variables, count, &config, failure) != SIGNKEY_OK) {
        return NULL;
    }
    signkey_config_problem_count(config, &problems);
    for (size_t at = 0; at < problems; at++) {
        signkey_problem problem = SIGNKEY_PROBLEM_INIT;
        signkey_config_problem(config, at, &problem);
        print(stderr, problem.sentence);
        fputc('\n', stderr);
    }
    return config;
}

/* Takes a sync to its end; a program would send the request with its HTTP client. */
static signkey_status sync(const signkey_config *config, const signkey_app *app,
                           const signkey_endpoint *endpoint, const signkey_request *request,
                           uint64_t now, char **answers, signkey_failure *failure) {
    /* Keep it for the life of the program: it remembers which key works. */
    signkey_api_auth *auth = NULL;
    signkey_handshake *handshake = NULL;
    signkey_sync_state state = SIGNKEY_SYNC_DONE;
    signkey_response response = SIGNKEY_RESPONSE_INIT;
    /* What the functions are, in JSON. */
    signkey_slice functions = slice("{\"functions\":[]}"), none = {NULL, 0};

    signkey_status status = signkey_config_api_auth(config, &auth, failure);
    if (status == SIGNKEY_OK) {
        status = signkey_handshake_begin(config, auth, app, endpoint, request, now, &handshake,
                                         failure);
    }
    while (status == SIGNKEY_OK &&
           (status = signkey_handshake_state(handshake, &state)) == SIGNKEY_OK &&
           state == SIGNKEY_SYNC_REGISTER) {
        signkey_registration post = SIGNKEY_REGISTRATION_INIT;
        status = signkey_handshake_request(handshake, &post, failure);
        if (status == SIGNKEY_OK) {
            printf("POST ");
            print(stdout, post.url);
            printf(" with %u headers\n", (unsigned)post.header_count);
            /* No answer is left: nothing arrives. */
            uint32_t answer = *answers ? (uint32_t)strtoul(*answers++, NULL, 10) : 0;
            status = signkey_handshake_answer(handshake, answer, NULL, 0);
        }
    }
    if (status == SIGNKEY_OK) {
        signkey_slice body = state == SIGNKEY_SYNC_IN_BAND ? functions : none;
        status = signkey_handshake_response(handshake, body.data, body.len, now, &response,
                                            failure);
    }
    if (status == SIGNKEY_OK) {
        printf("%" PRIu32 " ", response.http_status);
        print(stdout, response.body);
        printf("\n");
    }
    signkey_handshake_free(handshake);
    signkey_api_auth_free(auth);
    return status;
}

static signkey_status answer(const signkey_config *config, const signkey_request *request,
                             char **answers, signkey_failure *failure) {
    uint64_t now = (uint64_t)time(NULL);
    signkey_app app = SIGNKEY_APP_INIT;
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_endpoint *endpoint = NULL;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_sender sender;
    signkey_slice get = slice("GET");
    bool is_get = request->method.len == 3 && memcmp(request->method.data, "GET", 3) == 0;
    bool is_put = request->method.len == 3 && memcmp(request->method.data, "PUT", 3) == 0;
    app.id = slice("shop");
    app.sdk = slice("example-sdk:v1.2.3");
    app.language = slice("c");
    app.framework = slice("command-line");
    options.unsigned_methods = &get;
    options.unsigned_method_count = 1;

    signkey_status status = signkey_config_endpoint(config, &options, &endpoint, failure);
    if (status == SIGNKEY_OK && is_get) {
        signkey_buffer body = {NULL, 0, 0};
        status = signkey_config_introspect(config, &app, endpoint, request, now, &body, failure);
        if (status == SIGNKEY_OK) {
            printf("200 %.*s\n", (int)body.len, (const char *)body.data);
        }
        signkey_buffer_free(&body);
    } else if (status == SIGNKEY_OK && is_put) {
        status = sync(config, &app, endpoint, request, now, answers, failure);
    } else if (status == SIGNKEY_OK) {
        status = signkey_endpoint_authenticate(endpoint, request, now, &sender, &verified, failure);
        if (status == SIGNKEY_OK) {
            printf("200 sent by: %s %s\n", signkey_sender_name(sender), verified.key_id);
        }
    }
    signkey_endpoint_free(endpoint);
    return status;
}

int main(int count, char **arguments) {
    static uint8_t body[1 << 20];
    if (count < 2) {
        fprintf(stderr, "usage: endpoint METHOD [SIGNATURE [ANSWER...]] <BODY\n");
        return 2;
    }
    signkey_field signature = {slice("X-Inngest-Signature"), slice(count > 2 ? arguments[2] : "")};
    signkey_request request = SIGNKEY_REQUEST_INIT;
    request.method = slice(arguments[1]);
    request.headers = &signature;
    request.header_count = signature.value.len > 0;
    request.body.data = body;
    request.body.len = fread(body, 1, sizeof body, stdin);

    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_config *config = config_from_environment(&failure);
    signkey_status status = failure.status;
    if (config != NULL) {
        status = answer(config, &request, &arguments[count > 2 ? 3 : 2], &failure);
    }
    signkey_config_free(config);
    if (status != SIGNKEY_OK) {
        printf("%" PRIu32 " {\"code\":\"%s\"}\n", signkey_status_http(status),
               signkey_status_code(status));
    }
    return status != SIGNKEY_OK;
}
