/*
 * Answers a request as an app's endpoint does: endpoint METHOD [SIGNATURE [ANSWER...]] <BODY
 *
 * SIGNATURE is the value of X-Inngest-Signature. The settings come from the environment. A GET is
 * answered with what the endpoint is. A PUT begins a sync: where it sends to is printed, and each
 * ANSWER is an HTTP status with which the platform answers. The response to anything else is signed.
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
static signkey_config *config_from_environment(void) {
    signkey_field variables[64];
    signkey_config *config = NULL;
    signkey_problem problem = SIGNKEY_PROBLEM_INIT;
    size_t count = 0;

    for (const char *name; count < 64 && (name = signkey_config_variable(count)) != NULL; count++) {
        variables[count].name = slice(name);
        variables[count].value = slice(getenv(name));
    }
    if (signkey_config_new(NULL, variables, count, &config, NULL) != SIGNKEY_OK) {
        return NULL;
    }
    for (size_t at = 0; signkey_config_problem(config, at, &problem) == SIGNKEY_OK; at++) {
        fprintf(stderr, "%s\n", problem.message);
    }
    return config;
}

/* Sends a refusal, and tells the log why. A server also sends its headers, and ends the connection
   if the body is unread. */
static void send_refusal(const signkey_refusal *refusal) {
    fprintf(stderr, "%s: %s\n", refusal->is_fault ? "warning" : "debug", refusal->log);
    printf("%" PRIu32 " %s\n", refusal->http_status, refusal->body);
}

/* The endpoint: a GET need not be signed, and responses are. */
static signkey_endpoint *make_endpoint(const signkey_config *config) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_endpoint *endpoint = NULL;
    signkey_slice get = slice("GET");
    options.unsigned_methods = &get;
    options.unsigned_method_count = 1;
    options.flags = SIGNKEY_ENDPOINT_SIGN_RESPONSES;
    signkey_config_endpoint(config, &options, &endpoint, NULL);
    return endpoint;
}

/* Reads the body that a step asks for, and hands it over. */
static signkey_status read_body(const signkey_endpoint *endpoint, signkey_admission *admission,
                                signkey_step *step, uint64_t now) {
    static uint8_t body[1 << 20];
    size_t limit = step->at_most < sizeof body ? (size_t)step->at_most : sizeof body;
    size_t len = fread(body, 1, limit, stdin);
    if (len == limit && fgetc(stdin) != EOF) {
        return signkey_endpoint_no_body(endpoint, admission, SIGNKEY_NO_BODY_TOO_LARGE, step, NULL);
    }
    return signkey_endpoint_receive_body(endpoint, admission, body, len, SIGNKEY_FRAMING_ENDED, 0,
                                         now, step, NULL, NULL);
}

/* Takes a sync to its end; a program would send the request with its HTTP client. */
static signkey_status sync(signkey_registration *registration, uint64_t now, char **answers,
                           signkey_failure *failure) {
    signkey_sync_state state = SIGNKEY_SYNC_DONE;
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    /* What the functions are, in JSON. */
    signkey_slice functions = slice("{\"functions\":[]}"), none = {NULL, 0};
    signkey_status status = SIGNKEY_OK;

    while (status == SIGNKEY_OK &&
           (status = signkey_registration_state(registration, &state)) == SIGNKEY_OK &&
           state == SIGNKEY_SYNC_REGISTER) {
        signkey_register_request request = SIGNKEY_REGISTER_REQUEST_INIT;
        status = signkey_registration_request(registration, &request, failure);
        if (status == SIGNKEY_OK) {
            print(stdout, request.method);
            printf(" ");
            print(stdout, request.url);
            printf(" with %u headers\n", (unsigned)request.header_count);
            /* No answer is left: nothing arrives. */
            uint32_t answer = *answers ? (uint32_t)strtoul(*answers++, NULL, 10) : 0;
            status = signkey_registration_answer(registration, answer, NULL, 0);
        }
    }
    if (status == SIGNKEY_OK) {
        signkey_slice body = state == SIGNKEY_SYNC_IN_BAND ? functions : none;
        status = signkey_registration_response(registration, body.data, body.len, now, &response,
                                               failure);
    }
    if (status == SIGNKEY_OK) {
        printf("%" PRIu32 " ", response.http_status);
        print(stdout, response.body);
        printf("\n");
    }
    return status;
}

/* Runs a handler, whose response is signed if its request was verified. */
static signkey_status handle(const signkey_endpoint *endpoint, const signkey_admission *admission,
                             const signkey_step *step, uint64_t now, signkey_failure *failure) {
    signkey_response_step response = SIGNKEY_RESPONSE_STEP_INIT;
    char header[SIGNKEY_HEADER_MAX] = "";
    signkey_slice body = slice("\"done\"");
    signkey_status status =
        signkey_endpoint_response(endpoint, admission, 200, NULL, 0, &response, failure);
    if (status == SIGNKEY_OK && response.kind == SIGNKEY_RESPONSE_HOLD) {
        status = signkey_endpoint_sign_response(endpoint, admission, body.data, body.len, now,
                                                header, failure);
    }
    if (status == SIGNKEY_OK) {
        printf("200 sent by: %s\n", signkey_caller_name(step->caller));
        printf("%s: %s\n", SIGNKEY_SIGNATURE_HEADER, header);
        print(stdout, body);
        printf("\n");
    }
    return status;
}

/* Answers a request that was admitted. */
static signkey_status answer(const signkey_config *config, const signkey_endpoint *endpoint,
                             const signkey_admission *admission, const signkey_step *step,
                             const char *method, uint64_t now, char **answers,
                             signkey_failure *failure) {
    signkey_app app = SIGNKEY_APP_INIT;
    signkey_status status;
    app.id = slice("shop");
    app.sdk = slice("example-sdk:v1.2.3");
    app.language = slice("c");
    app.framework = slice("command-line");

    if (strcmp(method, "GET") == 0) {
        signkey_buffer body = {NULL, 0, 0};
        status = signkey_config_introspect(config, &app, admission, &body, failure);
        if (status == SIGNKEY_OK) {
            printf("200 %.*s\n", (int)body.len, (const char *)body.data);
        }
        signkey_buffer_free(&body);
    } else if (strcmp(method, "PUT") == 0) {
        signkey_registration *registration = NULL;
        status = signkey_config_registration(config, &app, admission, NULL, 0, &registration,
                                             failure);
        if (status == SIGNKEY_OK) {
            status = sync(registration, now, answers, failure);
        }
        signkey_registration_free(registration);
    } else {
        status = handle(endpoint, admission, step, now, failure);
    }
    return status;
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "usage: endpoint METHOD [SIGNATURE [ANSWER...]] <BODY\n");
        return 2;
    }
    signkey_slice method = slice(arguments[1]);
    signkey_field signature = {slice(SIGNKEY_SIGNATURE_HEADER),
                               slice(count > 2 ? arguments[2] : "")};
    uint64_t now = (uint64_t)time(NULL);
    signkey_config *config = config_from_environment();
    signkey_endpoint *endpoint = make_endpoint(config);

    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    signkey_status status =
        signkey_endpoint_admit(endpoint, method.data, method.len, &signature,
                               signature.value.len > 0, &admission, &step, NULL);
    if (status == SIGNKEY_OK && step.kind == SIGNKEY_STEP_READ_BODY) {
        status = read_body(endpoint, &admission, &step, now);
    }
    if (status == SIGNKEY_OK && step.kind == SIGNKEY_STEP_REFUSE) {
        status = signkey_admission_refusal(&admission, &refusal);
    } else if (status == SIGNKEY_OK) {
        status = answer(config, endpoint, &admission, &step, arguments[1], now,
                        &arguments[count > 2 ? 3 : 2], &failure);
        if (status != SIGNKEY_OK) {
            /* A call that gives no detail has filled nothing in. */
            failure.status = status;
            status = signkey_endpoint_refuse(endpoint, &failure, &refusal);
        }
    }
    if (refusal.http_status != 0) {
        send_refusal(&refusal);
    }
    signkey_endpoint_free(endpoint);
    signkey_config_free(config);
    return status != SIGNKEY_OK || refusal.http_status != 0;
}
