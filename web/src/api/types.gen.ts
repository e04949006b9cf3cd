/* Made from `cardinal describe openapi` by `npm run types`; not to be edited. */

export interface paths {
    "/api/boot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a client needs before anybody is signed in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Boot"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up the first account; refused once there is one. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SetupIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am, and the accounts that my log-in may switch to. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedInHere"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Work in another of my accounts: a new session there. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SwitchIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Switched"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Sessions"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** End all my other sessions. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of my sessions. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with e-mail and password; sets the session cookie, or asks for the second step. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The second step: what the log-in gave as two_step, and a code of the app or a recovery code. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginCodeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a one-time link's token. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change my password; ends my other sessions. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/two-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether my log-in has a second step. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TwoStep"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A new key for an authenticator app; it counts once it is confirmed. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordCheck"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TwoStepKey"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/two-step/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The app's first code: the second step is on, and my other sessions end. The recovery codes are shown only now. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodes"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/two-step/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes; the old ones stop working. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodes"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/two-step/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch the second step off. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{id}/two-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** For a user who lost phone and codes: off, and all of the user's sessions end. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the account's single sign-on is set up. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Sso"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change it; the secret goes in and never out. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SsoIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Sso"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/sso/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Leave for the account's OpenID provider (a redirect). */
        get: {
            parameters: {
                query?: {
                    next?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sso/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from it: signs in, and goes on to the client (a redirect). */
        get: {
            parameters: {
                query?: {
                    code?: string;
                    state?: string;
                    error?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change my name, language, time zone or theme. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The users of this account. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Members"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a user; the reply carries the invitation's address, valid for 14 days. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberInvited"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a user's name, role or visibility, or deactivate it. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/members/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new invitation; older ones stop working. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InviteUrl"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invites/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an invitation is for. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invite"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Accept an invitation: sets the password and signs in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["InviteIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys: my own, or everybody's for administrators. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeys"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make an API key that acts as me. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ApiKeyIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyNew"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the company's name, time zone, country or order of names. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/members/{id}/holdings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a user would leave behind: open cards, open tasks, private views. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Holdings"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a user's open cards, open tasks and private views over to colleagues, as a job. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HandOverIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandingOver"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{id}/see-as": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** In this session, see what the colleague sees, and change nothing, for half an hour. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SeeAs"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/see-as": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** See with my own eyes again. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each role may see and do. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Roles"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a role of one's own. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what a role may. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/roles/{code}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove an own role; one of the program's is again what it was at first. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleRemove"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a team. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TeamNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a team; its members stay. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a team's name, leader or members. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TeamIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Modules with statuses, fields, task types and views; members; the account. Has an ETag. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Meta"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The templates that modules are made from, and what each brings. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Templates"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All modules, those in the trash last, with names in all languages. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleBriefs"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Install a module from a template. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ModuleNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleId"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the order of the modules in the bar. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ModuleOrder"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShapeChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One module as its editors see it: statuses, fields and task types in all languages. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOne"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Put a module into the trash; its cards are seen nowhere meanwhile. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShapeChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a module's names, colour, icon, group names or settings; a setting of null takes its default again. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ModuleIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/modules/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a module back from the trash. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShapeChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/qualify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Qualify all cards without a manual override by the module's rules. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QualifyIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QualifyOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/statuses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a status to a free pipeline. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatusNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StatusMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statuses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a status: name, colour, suggested next step, limits, probability, fields asked for. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatusIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/modules/{id}/pipeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count and value of each status, from maintained counters. */
        get: {
            parameters: {
                query?: {
                    owner?: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Put the statuses of a free pipeline into another order or other groups. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PipelineOrder"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statuses/{id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a status; its cards go to another one, many of them as a job. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatusRemove"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StatusRemoved"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a field to a module. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FieldNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FieldMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a field to people or to companies; what its module's id opens is their fields' place. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactFieldNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FieldMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/fields/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the groups and the order of a module's fields. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FieldOrder"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/formula": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a formula: what it would give on real cards, or where it is wrong. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormulaIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormulaTried"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fields/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Put a field into the trash; its values stay. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a field: names, rules, default, limits, choices. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FieldIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/fields/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a field back from the trash, with its values. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fields/{id}/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What another type would make of a field's values. */
        get: {
            parameters: {
                query: {
                    type: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FieldConvertPreview"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Change a field's type; a job fills the new field, the old one keeps its values in the trash. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FieldConvertIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FieldConvertOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/task-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a task type to a module. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskTypeNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskTypeMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/task-types/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a module's task types into another order. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskTypeOrder"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task-types/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a task type: name, icon, what its tasks begin with, whether it is a contact. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskTypeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModuleShapeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/task-types/{id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer a task type no longer; its open tasks get another one, many of them as a job. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskTypeRetire"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskTypeRetired"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cards of a module, next action first, page by page. */
        get: {
            parameters: {
                query?: {
                    status?: number;
                    group?: "lead" | "open" | "success" | "failed";
                    owner?: string;
                    cell?: number;
                    q?: string;
                    filter?: string;
                    day?: "overdue" | "today" | "tomorrow" | "this_week" | "next_week" | "later_month" | "next_month" | "later" | "none";
                    trash?: boolean;
                    sort?: string;
                    desc?: boolean;
                    columns?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardRows"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a card, with a new customer and a first task when wished. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CardNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many cards stand in each group of the day; each count stops at 1,000. */
        get: {
            parameters: {
                query?: {
                    status?: number;
                    group?: "lead" | "open" | "success" | "failed";
                    owner?: string;
                    cell?: number;
                    q?: string;
                    filter?: string;
                    day?: "overdue" | "today" | "tomorrow" | "this_week" | "next_week" | "later_month" | "next_month" | "later" | "none";
                    trash?: boolean;
                    sort?: string;
                    desc?: boolean;
                    columns?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DayGroups"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/box": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The nine cells of the 9-box. */
        get: {
            parameters: {
                query?: {
                    owner?: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Box"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many cards match; stops at 100,000. */
        get: {
            parameters: {
                query?: {
                    status?: number;
                    group?: "lead" | "open" | "success" | "failed";
                    owner?: string;
                    cell?: number;
                    q?: string;
                    filter?: string;
                    day?: "overdue" | "today" | "tomorrow" | "this_week" | "next_week" | "later_month" | "next_month" | "later" | "none";
                    trash?: boolean;
                    sort?: string;
                    desc?: boolean;
                    columns?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Count"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first cards of every status. */
        get: {
            parameters: {
                query?: {
                    status?: number;
                    group?: "lead" | "open" | "success" | "failed";
                    owner?: string;
                    cell?: number;
                    q?: string;
                    filter?: string;
                    day?: "overdue" | "today" | "tomorrow" | "this_week" | "next_week" | "later_month" | "next_month" | "later" | "none";
                    trash?: boolean;
                    sort?: string;
                    desc?: boolean;
                    columns?: string;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Board"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cards that match as a CSV file of any length, in the order of their ids. */
        get: {
            parameters: {
                query?: {
                    status?: number;
                    group?: "lead" | "open" | "success" | "failed";
                    owner?: string;
                    cell?: number;
                    q?: string;
                    filter?: string;
                    day?: "overdue" | "today" | "tomorrow" | "this_week" | "next_week" | "later_month" | "next_month" | "later" | "none";
                    trash?: boolean;
                    columns?: string;
                    separator?: "comma" | "semicolon" | "tab";
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** The cards named by their ids, as a CSV file. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExportIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One card with all its values. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Card"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Put a card into the trash. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change fields of a card, also its status where the pipeline is free. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CardIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/cards/{id}/privacy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who sees a card beside its owner, and whether others do. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PrivacyIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a card out of the trash. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy a card with its fields and open tasks. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CopyIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an opportunity of a lead, linked both ways. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConvertIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConvertOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Its owner has opened it: it is no new lead any more. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Link two cards. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CardLinkIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardLinkOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a link away. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                    link_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A card's history, newest first. */
        get: {
            parameters: {
                query?: {
                    kind?: "fields" | "status" | "tasks" | "contacts" | "notes" | "files" | "comments";
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Events"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Log a call, meeting, note, e-mail, SMS or form. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LogIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My latest changes. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changes"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a change; refused when a later one stands in the way. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UndoOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A card's files, latest first. */
        get: {
            parameters: {
                query?: {
                    trash?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Attachments"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Attach a file to a card: the body is the file. */
        post: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": unknown;
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AttachmentOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A contact's files, latest first. */
        get: {
            parameters: {
                query?: {
                    trash?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Attachments"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Attach a file to a contact: the body is the file. */
        post: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": unknown;
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AttachmentOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fields/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a file for a field of type file: the body is the file. It becomes a card's when the card is saved with its id as the field's value; what is not saved within a day goes. */
        post: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": unknown;
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FileBrought"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a file is: name, type, size. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Attachment"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Put a file into the trash; it is removed 30 days later. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AttachmentGone"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/attachments/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file itself, or the part that a Range header names. */
        get: {
            parameters: {
                query?: {
                    inline?: boolean;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/attachments/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a file out of the trash. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AttachmentOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people said about a card, latest first. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comments"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Say something about a card; followers and the mentioned are told. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CommentIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people said about a contact, latest first. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comments"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Say something about a contact; followers and the mentioned are told. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CommentIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a comment of one's own back; administrators anybody's. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentGone"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a comment of one's own. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CommentEdit"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentEdited"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/cards/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Colleagues who may see a card, by what was typed of a name. */
        get: {
            parameters: {
                query?: {
                    q?: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readers"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Colleagues who may see a contact, by what was typed of a name. */
        get: {
            parameters: {
                query?: {
                    q?: string;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readers"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of comments on a card. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Followers"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow a card, or not. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Followers"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of comments on a contact. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Followers"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow a contact, or not. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Followers"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I am told, latest first; the latest 500 are kept. */
        get: {
            parameters: {
                query?: {
                    unread?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Notifications"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark one as read, or all up to one. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NotificationsReadIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotificationsRead"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I want to be told. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotifyChoices"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose it for a kind. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NotifyChoiceIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotifyChoices"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether browsers are told, and which of mine. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Push"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Switch browser push on or off for the account. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PushIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Push"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/push/browsers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the browser of this session be told; it belongs to nobody else from now on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PushBrowserIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Push"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/browsers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Tell it no more. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Push"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plan a task on a card. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a task. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/tasks/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a task with its result, and plan the next step. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CloseIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CloseOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/postpone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a task's deadline. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PostponeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a closed task again. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/parse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the date words in a text: "Call tomorrow 10:00". */
        get: {
            parameters: {
                query: {
                    text: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ParsedTask"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks over all modules, by deadline. */
        get: {
            parameters: {
                query?: {
                    assignee?: string;
                    from?: number;
                    to?: number;
                    state?: "open" | "closed";
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tasks"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open tasks of at most 100 days, and when those that come again will come. */
        get: {
            parameters: {
                query: {
                    from: number;
                    to: number;
                    who?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CalendarPage"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether I have a calendar feed, since when, and when it was last read. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CalendarFeed"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make my calendar feed, or make it anew: its old address ends. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CalendarFeedMade"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** End my calendar feed. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feeds/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A member's open tasks as an iCalendar file; the address is the secret. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/calendar": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/checklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is to be ticked off on a card and on its open tasks. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Checklist"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add items to the checklist of a card, or of one of its open tasks. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChecklistAdd"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChecklistAdded"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cards/{id}/checklist/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a checklist into another order. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChecklistOrder"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShapeChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checklist/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an item. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShapeChangeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Tick an item, take the tick back, or change its text. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChecklistEdit"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChecklistItemOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People and companies, page by page. */
        get: {
            parameters: {
                query?: {
                    kind?: "person" | "company";
                    q?: string;
                    company?: number;
                    tag?: number;
                    sort?: string;
                    desc?: boolean;
                    filter?: string;
                    columns?: string;
                    trash?: boolean;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactRows"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a person or a company. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contact with its people and cards. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Put a contact into the trash. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactGone"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a contact; lists of points and addresses replace the old ones. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/contacts/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a contact out of the trash. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A contact's history, newest first. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactEvents"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Contacts with the same e-mail, phone or name. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Duplicates"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give many contacts a tag, take it, or trash them, as one undoable change. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactsBulkIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactsBulkOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags of contacts that begin with a text. */
        get: {
            parameters: {
                query?: {
                    q?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tags"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find cards, people, companies, phone numbers and e-mails; every word is a beginning. */
        get: {
            parameters: {
                query: {
                    q: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Hits"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pairs of contacts that may be the same, the likeliest first. */
        get: {
            parameters: {
                query?: {
                    kind?: "person" | "company";
                    state?: "open" | "two";
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DuplicatePairs"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the contacts compared that are still to be compared. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say that a pair are two different contacts (kept for good), or take that back. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DuplicatePairIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/duplicates/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge many pairs, as one undoable change; a job. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MergesIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MergesOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would become of two contacts if they were merged. */
        get: {
            parameters: {
                query: {
                    other: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MergePreview"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Merge another contact into this one; a job when much moves. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MergeIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MergeOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person agreed to, the latest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Consents"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Note a consent. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConsentIn"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConsentsOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/consents/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that a consent was withdrawn; it stays on record. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConsentWithdrawIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConsentsOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is known of a person, as a ZIP file of JSON and CSV. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget a person for good; cards stay without his name. A job that cannot be undone. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EraseIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EraseOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{id}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save a view, private or (managers) shared. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ViewNew"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a saved view. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a saved view. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ViewIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/modules/{id}/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change many cards at once, as one undoable change. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulkIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkOut"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a job is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a job after its present step. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Empty"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest 50 imports. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Imports"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Upload a CSV file; the reply says what it looks like and guesses the mapping. */
        post: {
            parameters: {
                query: {
                    module: number;
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": unknown;
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Keep a mapping, or read the file with another encoding or delimiter. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ImportIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/imports/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what the import would do, without doing it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportJob"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the import as a job; undone as one change. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportRun"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The refused rows with their reasons, as CSV. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My day over all modules: tasks, new leads, must close, soon forgotten. */
        get: {
            parameters: {
                query?: {
                    member?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Home"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill the modules with demo data. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DemoJob"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Take all demo data out again. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DemoJob"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changes, as server-sent events: card, task, contact, view, meta, job, module, talk, notification, hello, reset. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account's backups that are kept, latest first, with what testing them said. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backups"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a backup now; GET /api/backups tells how it goes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BackupAsked"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A backup as a file. It holds the users' password hashes: keep it safe. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log, newest first: log-ins, rights, keys, exports, backups. */
        get: {
            parameters: {
                query?: {
                    kind?: "login" | "login_refused" | "login_locked" | "logout" | "session_ended" | "password_changed" | "two_step_on" | "two_step_off" | "two_step_reset" | "recovery_made" | "recovery_used" | "sso_linked" | "member_added" | "member_changed" | "member_invited" | "member_joined" | "role_added" | "role_changed" | "role_removed" | "team_changed" | "key_made" | "key_removed" | "exported" | "imported" | "backup_asked" | "backup_downloaded" | "security_changed" | "account_deleted" | "person_erased" | "person_exported" | "handed_over" | "seen_as" | "seen_as_ended";
                    member?: number;
                    from?: number;
                    to?: number;
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Audit"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log as a CSV file, newest first. */
        get: {
            parameters: {
                query?: {
                    kind?: "login" | "login_refused" | "login_locked" | "logout" | "session_ended" | "password_changed" | "two_step_on" | "two_step_off" | "two_step_reset" | "recovery_made" | "recovery_used" | "sso_linked" | "member_added" | "member_changed" | "member_invited" | "member_joined" | "role_added" | "role_changed" | "role_removed" | "team_changed" | "key_made" | "key_removed" | "exported" | "imported" | "backup_asked" | "backup_downloaded" | "security_changed" | "account_deleted" | "person_erased" | "person_exported" | "handed_over" | "seen_as" | "seen_as_ended";
                    member?: number;
                    from?: number;
                    to?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/security": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account's rules for logging in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Security"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change them. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SecurityIn"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Security"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, as OpenAPI 3.1. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, as a page to read. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the page of docs looks. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/css": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the server well? For load balancers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus metrics; only from the machine itself or for administrators. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": unknown;
                    };
                };
                /** @description What went wrong */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Stable name of the error; see `describe errors` */
            code: string;
            /** @description A sentence in the member's language */
            detail: string;
            /** @description Path of the member that is wrong: fields.rating */
            field?: string;
            /** @description The rule that was hurt: error.too_long */
            rule?: string;
            /** @description The limit that was hurt */
            limit?: number;
            request_id: string;
            /** @description Stale writes: the thing as it is now */
            current?: unknown;
            /** @description Stale writes: the version that was sent */
            your_version?: number;
            /** @description Stale writes: {code: {yours, theirs}} */
            fields?: {
                [key: string]: unknown;
            };
            /** @description error.bulk_count_changed: the number now */
            n?: number;
            /** @description error.required_at: the fields that must be filled in first */
            missing?: components["schemas"]["Missing"][];
            /** @description A formula: where it is wrong, in characters */
            at?: number;
            /** @description A formula: how many characters of it */
            length?: number;
        };
        Missing: {
            code: string;
            label: string;
            type: string;
        };
        Boot: {
            setup_needed: boolean;
            version: string;
            languages: string[];
            company: string | null;
            demo: boolean;
            /** @description What single sign-on is called here; null = there is none */
            sso: string | null;
            me: components["schemas"]["Member"] | null;
            /** @description The account asks for a second step, and I have none: nothing else works before */
            two_step_missing: boolean;
            seeing_as: components["schemas"]["SeeingAs"] | null;
        };
        Member: {
            id: number;
            name: string;
            initials: string;
            email: string;
            role: string;
            locked: boolean;
            sees_all: boolean;
            active: boolean;
            /** @enum {string} */
            language: "en" | "hu" | "ro";
            zone: string;
            /** @enum {string} */
            theme: "auto" | "light" | "dark";
            version: number;
            /** @description Invited, has not joined yet */
            pending: boolean;
        };
        SeeingAs: {
            by_id: number;
            by_name: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            until: number;
        };
        SetupIn: {
            /** @enum {string} */
            language: "en" | "hu" | "ro";
            company: string;
            /** @description IANA name; default by language */
            zone?: string;
            /** @description ISO 4217; default by language */
            currency?: string;
            /** @description ISO 3166; default by language */
            country?: string;
            name: string;
            email: string;
            password: string;
            /** @description Names of module templates */
            modules?: string[];
            /** @enum {string} */
            start?: "import" | "demo" | "empty";
        };
        SignedIn: {
            me: components["schemas"]["Member"] | null;
            /** @description Not null: a code is still wanted; goes to /api/login/code with it */
            two_step: string | null;
            /** @description Set-up with demo data: the job that makes it */
            job_id?: number;
        };
        SignedInHere: {
            me: components["schemas"]["Member"];
            accounts: components["schemas"]["SessionAccount"][];
            /** @description Single sign-on vouches for this session: password, second step and other sessions are not reached from it */
            sso: boolean;
            seeing_as: components["schemas"]["SeeingAs"] | null;
        };
        SessionAccount: {
            id: number;
            slug: string;
            name: string;
            current: boolean;
        };
        SwitchIn: {
            account_id: number;
        };
        Switched: {
            /** @description Where the account is found; follow it */
            url: string;
        };
        Sessions: {
            rows: components["schemas"]["Session"][];
        };
        Session: {
            id: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            seen_at: number;
            address: string;
            agent: string;
            current: boolean;
        };
        Empty: Record<string, never>;
        LoginIn: {
            email: string;
            password: string;
        };
        LoginCodeIn: {
            token: string;
            code: string;
        };
        TokenIn: {
            token: string;
        };
        PasswordIn: {
            current: string;
            password: string;
        };
        TwoStep: {
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            on_at: number | null;
            recovery_left: number;
            required: boolean;
        };
        PasswordCheck: {
            password: string;
        };
        TwoStepKey: {
            /** @description Base32, to be typed */
            key: string;
            /** @description What the picture says */
            uri: string;
            /** @description Modules of a row */
            size: number;
            /** @description The picture, row by row: 1 is dark */
            modules: string;
        };
        CodeIn: {
            code: string;
        };
        RecoveryCodes: {
            codes: string[];
        };
        Sso: {
            on: boolean;
            issuer: string;
            client_id: string;
            /** @description It is never shown */
            has_secret: boolean;
            label: string;
            create: boolean;
            /** @description The address to register at the provider */
            callback: string;
        };
        SsoIn: {
            on?: boolean;
            issuer?: string;
            client_id?: string;
            secret?: string;
            label?: string;
            create?: boolean;
        };
        Me: {
            id: number;
            name: string;
            initials: string;
            email: string;
            role: string;
            locked: boolean;
            sees_all: boolean;
            active: boolean;
            /** @enum {string} */
            language: "en" | "hu" | "ro";
            zone: string;
            /** @enum {string} */
            theme: "auto" | "light" | "dark";
            version: number;
            /** @description Invited, has not joined yet */
            pending: boolean;
            company: string;
            currency: string;
            demo: boolean;
        };
        MeIn: {
            name?: string;
            /** @enum {string} */
            language?: "en" | "hu" | "ro";
            zone?: string;
            /** @enum {string} */
            theme?: "auto" | "light" | "dark";
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        MeOut: {
            me: components["schemas"]["Member"];
        };
        Members: {
            rows: components["schemas"]["Member"][];
        };
        MemberNew: {
            name: string;
            email: string;
            role: string;
            sees_all?: boolean;
            /** @enum {string} */
            language?: "en" | "hu" | "ro";
        };
        MemberInvited: {
            member: components["schemas"]["Member"];
            invite_url: string;
        };
        MemberIn: {
            name?: string;
            role?: string;
            sees_all?: boolean;
            active?: boolean;
            locked?: boolean;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        MemberOut: {
            member: components["schemas"]["Member"];
        };
        InviteUrl: {
            invite_url: string;
        };
        Invite: {
            company: string;
            name: string;
            email: string;
        };
        InviteIn: {
            name: string;
            password: string;
        };
        ApiKeys: {
            rows: components["schemas"]["ApiKey"][];
        };
        ApiKey: {
            id: number;
            name: string;
            prefix: string;
            member_id: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            used_at: number | null;
        };
        ApiKeyIn: {
            name: string;
        };
        ApiKeyNew: {
            /** @description Shown only now */
            key: string;
            id: number;
        };
        AccountIn: {
            name?: string;
            zone?: string;
            country?: string;
            /** @enum {string} */
            name_order?: "given_first" | "family_first";
            /** @description {days: seven of {from, to} or null, Monday first; holidays: [date]} */
            work_hours?: {
                [key: string]: unknown;
            };
        };
        Holdings: {
            modules: components["schemas"]["HoldingsInModule"][];
            cards: number;
            private_cards: number;
            tasks: number;
            private_tasks: number;
            series: number;
            views: number;
            followed: number;
            teams: number;
        };
        HoldingsInModule: {
            id: number;
            cards: number;
            private_cards: number;
            tasks: number;
            private_tasks: number;
            series: number;
            views: number;
        };
        HandOverIn: {
            /** @description Who gets it all; null = it is left as it is */
            to?: number | null;
            /** @description Modules whose cards, tasks and views go another way */
            modules?: components["schemas"]["HandOverModule"][];
            /** @description Private cards, too, and tasks on them */
            private?: boolean;
            /** @description In the same moment */
            deactivate?: boolean;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        HandOverModule: {
            module_id: number;
            to?: number | null;
        };
        HandingOver: {
            job_id: number;
            change_id: number;
        };
        SeeAs: {
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            until: number;
        };
        Roles: {
            rows: components["schemas"]["Role"][];
        };
        Role: {
            code: string;
            label: string;
            own: boolean;
            fixed: boolean;
            changed: boolean;
            rights: string[];
            unowned: boolean;
            all: components["schemas"]["Scopes"];
            /** @description Scopes by module id, where they differ from `all` */
            modules: {
                [key: string]: unknown;
            };
            /** @description By module id: {field code: hidden or read_only} */
            fields: {
                [key: string]: unknown;
            };
            n_members: number;
            version: number;
        };
        Scopes: {
            /** @enum {string} */
            see: "none" | "own" | "team" | "all";
            /** @enum {string} */
            edit: "none" | "own" | "team" | "all";
            /** @enum {string} */
            delete: "none" | "own" | "team" | "all";
        };
        RoleNew: {
            label: components["schemas"]["Label"];
            rights?: string[];
            unowned?: boolean;
            all?: components["schemas"]["Scopes"];
            modules?: {
                [key: string]: unknown;
            };
            fields?: {
                [key: string]: unknown;
            };
        };
        Label: {
            /** @description The text in every language that has none of its own */
            "*"?: string;
            en?: string;
            hu?: string;
            ro?: string;
        };
        RoleMade: {
            code: string;
        };
        RoleIn: {
            label?: components["schemas"]["Label"];
            rights?: string[];
            unowned?: boolean;
            all?: components["schemas"]["Scopes"];
            modules?: {
                [key: string]: unknown;
            };
            fields?: {
                [key: string]: unknown;
            };
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        RoleRemove: {
            /** @description The role that its members get */
            to?: string;
        };
        TeamNew: {
            name: string;
            leader_id?: number | null;
            member_ids?: number[];
        };
        TeamMade: {
            id: number;
        };
        TeamIn: {
            name?: string;
            leader_id?: number | null;
            member_ids?: number[];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        Meta: {
            serial: number;
            account: components["schemas"]["Account"];
            me: components["schemas"]["Member"];
            members: components["schemas"]["Member"][];
            modules: components["schemas"]["Module"][];
            contact_fields: components["schemas"]["Field"][];
            person_fields: components["schemas"]["Field"][];
            company_fields: components["schemas"]["Field"][];
            contact_shapes: components["schemas"]["ContactShapes"];
            /** @description What my role may beside: export, bulk, import, send, configure, manage */
            rights: string[];
            teams: components["schemas"]["Team"][];
        };
        Account: {
            id: number;
            name: string;
            currency: string;
            country: string;
            zone: string;
            /** @enum {string} */
            language: "en" | "hu" | "ro";
            /** @enum {string} */
            name_order: "given_first" | "family_first";
            demo: boolean;
            work_hours: {
                [key: string]: unknown;
            };
        };
        Module: {
            id: number;
            /** @enum {string} */
            kind: "autosales" | "sales" | "leads" | "free";
            template: string;
            label: string;
            item_label: string;
            items_label: string;
            colour: string;
            icon: string;
            position: number;
            version: number;
            /** @description Cards move by rules, not by hand */
            fixed: boolean;
            fixed_reason: string;
            has_key_fields: boolean;
            settings: {
                [key: string]: unknown;
            };
            groups: components["schemas"]["GroupLabel"][];
            statuses: components["schemas"]["Status"][];
            fields: components["schemas"]["Field"][];
            task_types: components["schemas"]["TaskType"][];
            views: components["schemas"]["View"][];
            may: components["schemas"]["Scopes"];
        };
        GroupLabel: {
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
            label: string;
        };
        Status: {
            id: number;
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
            position: number;
            label: string;
            colour: string;
            role: string;
            cadence_days: number;
            cadence_label: string;
            stalled_days: number;
            probability_pct: number;
            /** @description Codes of fields asked for on entering */
            needs: string[];
        };
        Field: {
            id: number;
            code: string;
            type: string;
            label: string;
            help: string;
            group: string;
            role: string;
            required: boolean;
            filterable: boolean;
            sortable: boolean;
            editable: boolean;
            nullable: boolean;
            ops: string[];
            min: number | null;
            max: number | null;
            options: components["schemas"]["Option"][];
        };
        Option: {
            id: number;
            code: string;
            label: string;
            colour: string;
            retired: boolean;
        };
        TaskType: {
            id: number;
            code: string;
            label: string;
            icon: string;
            duration_min: number;
            reminder_min: number;
            is_contact: boolean;
            retired: boolean;
        };
        View: {
            id: number;
            module_id: number;
            member_id: number;
            label: string;
            shared: boolean;
            config: components["schemas"]["ViewConfig"];
            version: number;
        };
        ViewConfig: {
            /** @enum {string} */
            mode: "list" | "board" | "box" | "table";
            /** @description As the `filter` parameter of card lists; null = none */
            filter?: unknown;
            q?: string | null;
            /** @description Member id, "none", "me" or null */
            owner?: unknown;
            status?: number | null;
            sort?: string | null;
            desc?: boolean;
            columns?: components["schemas"]["ViewColumn"][];
        };
        ViewColumn: {
            code: string;
            width?: number;
        };
        ContactShapes: {
            person: number | null;
            company: number | null;
        };
        Team: {
            id: number;
            name: string;
            leader_id: number | null;
            member_ids: number[];
            version: number;
        };
        Templates: {
            rows: components["schemas"]["Template"][];
        };
        Template: {
            name: string;
            kind: string;
            fixed: boolean;
            label: string;
            item_label: string;
            items_label: string;
            about: string;
            colour: string;
            icon: string;
            installed: number;
            groups: components["schemas"]["TemplateGroup"][];
            fields: components["schemas"]["TemplateField"][];
            task_types: components["schemas"]["TemplateTaskType"][];
            views: string[];
        };
        TemplateGroup: {
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
            label: string;
            statuses: components["schemas"]["TemplateStatus"][];
        };
        TemplateStatus: {
            label: string;
            colour: string;
        };
        TemplateField: {
            label: string;
            type: string;
            group: string;
            options: string[];
        };
        TemplateTaskType: {
            label: string;
            icon: string;
            duration_min: number;
            reminder_min: number;
        };
        ModuleBriefs: {
            rows: components["schemas"]["ModuleBrief"][];
        };
        ModuleBrief: {
            id: number;
            kind: string;
            template: string;
            fixed: boolean;
            fixed_reason: string;
            label: components["schemas"]["Label"];
            item_label: components["schemas"]["Label"];
            items_label: components["schemas"]["Label"];
            colour: string;
            icon: string;
            position: number;
            version: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
            /** @description Live cards */
            n: number;
        };
        ModuleNew: {
            template: string;
            label?: components["schemas"]["Label"];
            item_label?: components["schemas"]["Label"];
            items_label?: components["schemas"]["Label"];
            colour?: string;
            icon?: string;
        };
        ModuleId: {
            id: number;
            change: components["schemas"]["Change"];
        };
        Change: {
            /** @description 0 when nothing really changed; else POST /api/changes/{id}/undo */
            id: number;
            kind: string;
            n: number;
        };
        ModuleOrder: {
            /** @description Every module in use, as they stand in the bar */
            ids: number[];
        };
        ShapeChangeOut: {
            change: components["schemas"]["Change"];
        };
        ModuleShapeOne: {
            module: components["schemas"]["ModuleShape"];
        };
        ModuleShape: {
            id: number;
            kind: string;
            template: string;
            fixed: boolean;
            fixed_reason: string;
            label: components["schemas"]["Label"];
            item_label: components["schemas"]["Label"];
            items_label: components["schemas"]["Label"];
            colour: string;
            icon: string;
            position: number;
            version: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
            settings: {
                [key: string]: unknown;
            };
            setting_names: string[];
            groups: components["schemas"]["GroupShape"][];
            statuses: components["schemas"]["StatusShape"][];
            needable: components["schemas"]["Needable"][];
            fields: components["schemas"]["FieldShape"][];
            task_types: components["schemas"]["TaskTypeShape"][];
            /** @description The job at work on its computed fields */
            computing: number | null;
        };
        GroupShape: {
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
            label: components["schemas"]["Label"];
        };
        StatusShape: {
            id: number;
            version: number;
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
            position: number;
            label: components["schemas"]["Label"];
            colour: string;
            role: string;
            cadence_days: number;
            cadence_label: components["schemas"]["Label"];
            stalled_days: number;
            probability_pct: number;
            needs: string[];
            n: number;
        };
        Needable: {
            code: string;
            label: string;
            type: string;
        };
        FieldShape: {
            id: number;
            version: number;
            code: string;
            type: string;
            label: components["schemas"]["Label"];
            help: components["schemas"]["Label"];
            group: components["schemas"]["Label"];
            position: number;
            required: boolean;
            required_from: number | null;
            read_only: boolean;
            unique: boolean;
            filterable: boolean;
            /** @description Its index is being built */
            indexing: boolean;
            default: unknown;
            min: number | null;
            max: number | null;
            /** @description What it is computed by; null = people fill it in */
            formula: string | null;
            role: string;
            options: components["schemas"]["OptionShape"][];
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
        };
        OptionShape: {
            id: number;
            code: string;
            label: components["schemas"]["Label"];
            colour: string;
            retired: boolean;
        };
        TaskTypeShape: {
            id: number;
            version: number;
            code: string;
            label: components["schemas"]["Label"];
            icon: string;
            duration_min: number;
            reminder_min: number;
            is_contact: boolean;
            retired: boolean;
        };
        ModuleIn: {
            label?: components["schemas"]["Label"];
            item_label?: components["schemas"]["Label"];
            items_label?: components["schemas"]["Label"];
            colour?: string;
            icon?: string;
            /** @description The names of the four groups, in their order */
            groups?: components["schemas"]["Label"][];
            settings?: {
                [key: string]: unknown;
            };
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        ModuleShapeOut: {
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
        };
        QualifyIn: {
            /** @description What the question said; refused when the number now differs */
            count?: number;
        };
        QualifyOut: {
            job_id: number;
            n: number;
        };
        StatusNew: {
            label: components["schemas"]["Label"];
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
            /** @description The status it goes in front of */
            before?: number;
            colour?: string;
            cadence_days?: number;
            cadence_label?: components["schemas"]["Label"];
            stalled_days?: number;
            probability_pct?: number;
            /** @description Codes of fields that must be filled in on entering */
            needs?: string[];
        };
        StatusMade: {
            id: number;
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
        };
        StatusIn: {
            label?: components["schemas"]["Label"];
            colour?: string;
            cadence_days?: number;
            cadence_label?: components["schemas"]["Label"];
            stalled_days?: number;
            probability_pct?: number;
            /** @description Codes of fields that must be filled in on entering */
            needs?: string[];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        PipelineOrder: {
            /** @description All statuses of the module, as they are to stand */
            statuses: components["schemas"]["StatusPlace"][];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        StatusPlace: {
            id: number;
            /** @enum {string} */
            group: "lead" | "open" | "success" | "failed";
        };
        StatusRemove: {
            /** @description The status that takes its cards */
            to?: number;
            /** @description How many cards the question named; refused when the number now differs */
            expect?: number;
        };
        StatusRemoved: {
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
            n: number;
            job_id: number | null;
        };
        FieldNew: {
            type: string;
            label: components["schemas"]["Label"];
            /** @description Of a computed field: what by, in the words of docs/shaping.md */
            formula?: string;
            help?: components["schemas"]["Label"];
            group?: components["schemas"]["Label"];
            required?: boolean;
            /** @description The status from which on it is required */
            required_from?: number | null;
            read_only?: boolean;
            unique?: boolean;
            /** @description With an index of its own */
            filterable?: boolean;
            /** @description A value of its type; "now" for dates, "me" for users; null = none */
            default?: unknown;
            min?: number | null;
            max?: number | null;
            /** @description All choices in their order; one left out is retired */
            options?: components["schemas"]["OptionIn"][];
        };
        OptionIn: {
            /** @description Left out = a new choice */
            id?: number;
            label?: components["schemas"]["Label"];
            colour?: string;
            retired?: boolean;
        };
        FieldMade: {
            id: number;
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
        };
        ContactFieldNew: {
            /** @enum {string} */
            kind: "person" | "company";
            type: string;
            label: components["schemas"]["Label"];
            /** @description Of a computed field: what by, in the words of docs/shaping.md */
            formula?: string;
            help?: components["schemas"]["Label"];
            group?: components["schemas"]["Label"];
            required?: boolean;
            /** @description The status from which on it is required */
            required_from?: number | null;
            read_only?: boolean;
            unique?: boolean;
            /** @description With an index of its own */
            filterable?: boolean;
            /** @description A value of its type; "now" for dates, "me" for users; null = none */
            default?: unknown;
            min?: number | null;
            max?: number | null;
            /** @description All choices in their order; one left out is retired */
            options?: components["schemas"]["OptionIn"][];
        };
        FieldOrder: {
            /** @description Every field of the module in use, as they are to stand */
            groups: components["schemas"]["FieldGroupIn"][];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        FieldGroupIn: {
            label: components["schemas"]["Label"];
            fields: number[];
        };
        FormulaIn: {
            formula: string;
            /** @description Whose it is */
            field_id?: number | null;
            /** @description The card to try it on */
            card_id?: number | null;
        };
        FormulaTried: {
            /** @description Type of its results */
            type: string | null;
            error: components["schemas"]["FormulaError"] | null;
            samples: components["schemas"]["FormulaSample"][];
        };
        FormulaError: {
            detail: string;
            at: number;
            length: number;
        };
        FormulaSample: {
            id: number;
            name: string;
            text: string;
        };
        FieldIn: {
            label?: components["schemas"]["Label"];
            /** @description Of a computed field: what by, in the words of docs/shaping.md */
            formula?: string;
            help?: components["schemas"]["Label"];
            group?: components["schemas"]["Label"];
            required?: boolean;
            /** @description The status from which on it is required */
            required_from?: number | null;
            read_only?: boolean;
            unique?: boolean;
            /** @description With an index of its own */
            filterable?: boolean;
            /** @description A value of its type; "now" for dates, "me" for users; null = none */
            default?: unknown;
            min?: number | null;
            max?: number | null;
            /** @description All choices in their order; one left out is retired */
            options?: components["schemas"]["OptionIn"][];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        FieldConvertPreview: {
            samples: components["schemas"]["ConvertSample"][];
            n: number;
            converts: number;
            lost: number;
        };
        ConvertSample: {
            from: string;
            to: string | null;
        };
        FieldConvertIn: {
            type: string;
        };
        FieldConvertOut: {
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
            job_id: number;
        };
        TaskTypeNew: {
            label: components["schemas"]["Label"];
            icon?: string;
            duration_min?: number;
            reminder_min?: number;
            /** @description Closing such a task is a contact with the customer */
            is_contact?: boolean;
        };
        TaskTypeMade: {
            id: number;
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
        };
        TaskTypeOrder: {
            /** @description Every task type that is offered, in the new order */
            ids: number[];
        };
        TaskTypeIn: {
            label?: components["schemas"]["Label"];
            icon?: string;
            duration_min?: number;
            reminder_min?: number;
            /** @description Closing such a task is a contact with the customer */
            is_contact?: boolean;
            /** @description false: a retired one is offered again */
            retired?: boolean;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        TaskTypeRetire: {
            /** @description The type that its open tasks get */
            to?: number;
        };
        TaskTypeRetired: {
            module: components["schemas"]["ModuleShape"];
            change: components["schemas"]["Change"];
            n: number;
            job_id: number | null;
        };
        CardRows: {
            rows: components["schemas"]["CardRow"][];
            next: string | null;
            /** @description A filter that no index serves was followed for as long as one request may: there may be more, although fewer rows came than were asked for, or none; go on with next */
            partial: boolean;
        };
        CardRow: {
            id: number;
            number: number;
            module_id: number;
            status_id: number;
            name: string;
            owner_id: number | null;
            contact: components["schemas"]["Customer"] | null;
            company: components["schemas"]["Brief"] | null;
            phone: string | null;
            email: string | null;
            value_minor: number | null;
            next_task: components["schemas"]["NextTask"] | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            next_due_at: number | null;
            n_open_tasks: number;
            checks: components["schemas"]["Checks"] | null;
            qualification: number | null;
            rating: number | null;
            sales_state: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            last_contact_at: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            wake_at: number | null;
            review_due: boolean;
            stalled: boolean;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            status_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            updated_at: number;
            version: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
            /** @description Values by field code; lists give only those asked for by `columns` */
            fields: {
                [key: string]: unknown;
            };
        };
        Customer: {
            id: number;
            name: string;
            /** @enum {string} */
            kind: "person" | "company";
            company: string | null;
        };
        Brief: {
            id: number;
            name: string;
        };
        NextTask: {
            id: number;
            text: string;
            type_id: number | null;
            assignee_id: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at: number | null;
            due_has_time: boolean;
            version: number;
            checks: components["schemas"]["Checks"] | null;
            repeats: boolean;
        };
        Checks: {
            n: number;
            done: number;
        };
        DayGroups: {
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            now_at: number;
            groups: components["schemas"]["DayGroup"][];
        };
        DayGroup: {
            /** @enum {string} */
            day: "overdue" | "today" | "tomorrow" | "this_week" | "next_week" | "later_month" | "next_month" | "later" | "none";
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            from_at: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            to_at: number | null;
            n: number;
            capped: boolean;
        };
        Pipeline: {
            statuses: components["schemas"]["PipelineStatus"][];
            overdue: number;
            overdue_capped: boolean;
        };
        PipelineStatus: {
            id: number;
            n: number;
            value_minor: number;
        };
        Box: {
            cells: components["schemas"]["BoxCell"][];
        };
        BoxCell: {
            cell: number;
            qualification: number;
            rating: number;
            role: string;
            status_id: number;
            n: number;
            value_minor: number;
            n_overdue: number;
            overdue_capped: boolean;
        };
        Count: {
            n: number;
            capped: boolean;
        };
        Board: {
            columns: components["schemas"]["BoardColumn"][];
        };
        BoardColumn: {
            status_id: number;
            n: number;
            capped: boolean;
            value_minor: number;
            rows: components["schemas"]["CardRow"][];
            next: string | null;
            /** @description A filter that no index serves was followed for as long as one request may: there may be more, although fewer rows came than were asked for, or none; go on with next */
            partial: boolean;
        };
        ExportIn: {
            ids: number[];
            columns?: string;
            /** @enum {string} */
            separator?: "comma" | "semicolon" | "tab";
        };
        CardNew: {
            name?: string | null;
            status_id?: number | null;
            owner_id?: number | null;
            contact_id?: number | null;
            contact?: components["schemas"]["ContactIn"] | null;
            company?: components["schemas"]["ContactIn"] | null;
            value_minor?: number | null;
            source?: string;
            /** @description Values by field code */
            fields?: {
                [key: string]: unknown;
            };
            task?: components["schemas"]["TaskIn"] | null;
        };
        ContactIn: {
            /** @enum {string} */
            kind?: "person" | "company";
            /** @description Companies; a person's is made of the two names */
            name?: string;
            first_name?: string;
            last_name?: string;
            position?: string;
            tax_no?: string;
            eu_tax_no?: string;
            registration_no?: string;
            bank_account?: string;
            industry?: string;
            region?: string;
            tags?: string;
            note?: string;
            employees?: number | null;
            revenue_minor?: number | null;
            founded_year?: number | null;
            company_id?: number | null;
            owner_id?: number | null;
            points?: components["schemas"]["ContactPoint"][];
            addresses?: components["schemas"]["Address"][];
            /** @description Its own fields, by code */
            fields?: {
                [key: string]: unknown;
            };
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        ContactPoint: {
            /** @enum {string} */
            kind: "email" | "phone" | "web";
            value: string;
            label?: string;
            is_default?: boolean;
        };
        Address: {
            kind?: string;
            street?: string;
            city?: string;
            postal_code?: string;
            county?: string;
            country?: string;
            is_default?: boolean;
        };
        TaskIn: {
            text?: string;
            type_id?: number | null;
            assignee_id?: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at?: number | null;
            /** @description YYYY-MM-DD: the end of that day in the member's zone */
            due_date?: string | null;
            due_has_time?: boolean;
            duration_min?: number;
            reminder_min?: number;
            address?: string;
            repeat?: components["schemas"]["RepeatIn"] | null;
            /**
             * @description Of a task that comes again: is this one changed alone, or those that follow too (the default)?
             * @enum {string}
             */
            scope?: "this" | "following";
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        RepeatIn: {
            /** @description FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, UNTIL (a day) or COUNT */
            rrule: string;
            /** @enum {string} */
            from?: "due" | "closing";
        };
        CardOut: {
            card: components["schemas"]["Card"];
            change: components["schemas"]["Change"];
        };
        Card: {
            id: number;
            number: number;
            module_id: number;
            status_id: number;
            name: string;
            owner_id: number | null;
            contact: components["schemas"]["Customer"] | null;
            company: components["schemas"]["Brief"] | null;
            phone: string | null;
            email: string | null;
            value_minor: number | null;
            next_task: components["schemas"]["NextTask"] | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            next_due_at: number | null;
            n_open_tasks: number;
            checks: components["schemas"]["Checks"] | null;
            qualification: number | null;
            rating: number | null;
            sales_state: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            last_contact_at: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            wake_at: number | null;
            review_due: boolean;
            stalled: boolean;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            status_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            updated_at: number;
            version: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
            /** @description Values by field code; lists give only those asked for by `columns` */
            fields: {
                [key: string]: unknown;
            };
            /** @description Why it stands in its status */
            reason: string | null;
            wake_reason: string | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            qualified_at: number | null;
            qualified_by: number | null;
            qualification_note: string | null;
            created_by: number | null;
            updated_by: number | null;
            source: string | null;
            permissions: components["schemas"]["Permissions"];
            privacy: components["schemas"]["Privacy"];
            people: components["schemas"]["ContactBrief"][];
            related: components["schemas"]["Related"][];
            links: components["schemas"]["CardLink"][];
            tasks: components["schemas"]["Task"][];
        };
        Permissions: {
            edit: boolean;
            trash: boolean;
            move: boolean;
        };
        Privacy: {
            private: boolean;
            guests: number[];
        };
        ContactBrief: {
            id: number;
            /** @enum {string} */
            kind: "person" | "company";
            name: string;
            company?: string | null;
            position: string | null;
            email: string | null;
            phone: string | null;
        };
        Related: {
            module_id: number;
            cards: components["schemas"]["RelatedCard"][];
        };
        RelatedCard: {
            id: number;
            name: string;
            status_id: number;
            value_minor: number | null;
            number: number;
        };
        CardLink: {
            id: number;
            card: components["schemas"]["CardBrief"];
            kind: string;
            note: string | null;
        };
        CardBrief: {
            id: number;
            name: string;
            module_id: number;
            status_id: number;
            number: number;
        };
        Task: {
            id: number;
            card_id: number;
            text: string;
            type_id: number | null;
            assignee_id: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at: number | null;
            due_has_time: boolean;
            duration_min: number;
            reminder_min: number;
            address: string;
            /** @enum {string} */
            state: "open" | "done" | "success" | "failed";
            result: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            closed_at: number | null;
            closed_by: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            created_by: number;
            version: number;
            repeat: components["schemas"]["Repeat"] | null;
            checks: components["schemas"]["Checks"] | null;
        };
        Repeat: {
            /** @description As RFC 5545 writes it */
            rrule: string;
            /**
             * @description What the next one is counted from: the regular time, or the day of closing
             * @enum {string}
             */
            from: "due" | "closing";
            /** @description The how manieth it is */
            no: number;
        };
        CardIn: {
            /** @description Values by field code */
            fields: {
                [key: string]: unknown;
            };
            /** @description Why the qualification was overridden */
            note?: string;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        ChangeOut: {
            change: components["schemas"]["Change"];
        };
        PrivacyIn: {
            private: boolean;
            guests: number[];
        };
        CopyIn: {
            contact_id?: number | null;
        };
        ConvertIn: {
            module_id: number;
        };
        ConvertOut: {
            card: components["schemas"]["Card"];
            lead: components["schemas"]["Card"];
            change: components["schemas"]["Change"];
        };
        CardLinkIn: {
            other_id: number;
            note?: string;
        };
        CardLinkOut: {
            link: components["schemas"]["CardLinkNew"];
            change: components["schemas"]["Change"];
        };
        CardLinkNew: {
            id: number;
            card: components["schemas"]["CardBrief"];
            kind: string;
            note: string | null;
        };
        Events: {
            rows: components["schemas"]["Event"][];
            next: string | null;
        };
        Event: {
            id: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            at: number;
            /** @description 0 = the system */
            member_id: number;
            kind: string;
            field: string | null;
            field_label: string | null;
            old: string | null;
            new: string | null;
            text: string;
            is_contact: boolean;
            change_id: number;
            undoable: boolean;
            undone: boolean;
            comment: components["schemas"]["Comment"] | null;
            task_id?: number | null;
            card_id?: number | null;
        };
        Comment: {
            id: number;
            card_id: number | null;
            contact_id: number | null;
            member_id: number;
            text: string;
            /** @description Members called by name; in the text stands @ and the name */
            mentions: number[];
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            edited_at: number | null;
            version: number;
        };
        LogIn: {
            /** @enum {string} */
            kind: "call" | "meeting" | "note" | "email" | "sms" | "form";
            text: string;
            /**
             * Format: int64
             * @description When it was; now when left out
             */
            at?: number;
            incoming?: boolean;
        };
        EventOut: {
            event: components["schemas"]["Event"];
            card: components["schemas"]["Card"];
            change: components["schemas"]["Change"];
        };
        Changes: {
            rows: components["schemas"]["ChangeRow"][];
            next: string | null;
        };
        ChangeRow: {
            id: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            at: number;
            member_id: number;
            kind: string;
            n: number;
            summary: string;
            undone: boolean;
            undoable: boolean;
        };
        UndoOut: {
            change_id: number;
            job_id: number | null;
        };
        Attachments: {
            rows: components["schemas"]["Attachment"][];
            next: string | null;
        };
        Attachment: {
            id: number;
            card_id: number | null;
            contact_id: number | null;
            /** @description Of which field it is or was the value; not listed with the others */
            field_id: number | null;
            name: string;
            /** @description Media type, as its first bytes say */
            type: string;
            size_bytes: number;
            width: number | null;
            height: number | null;
            /** @description A picture of a size that a browser can show: ?inline=1 */
            shown: boolean;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            created_by: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
        };
        AttachmentOut: {
            attachment: components["schemas"]["Attachment"];
            change: components["schemas"]["Change"];
        };
        FileBrought: {
            attachment: components["schemas"]["Attachment"];
        };
        AttachmentGone: {
            change: components["schemas"]["Change"];
        };
        Comments: {
            rows: components["schemas"]["Comment"][];
            next: string | null;
        };
        CommentIn: {
            text: string;
            mentions?: number[];
        };
        CommentOut: {
            comment: components["schemas"]["Comment"];
            change: components["schemas"]["Change"];
        };
        CommentEdit: {
            text: string;
            mentions?: number[];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        CommentEdited: {
            comment: components["schemas"]["Comment"];
        };
        CommentGone: {
            change: components["schemas"]["Change"];
        };
        Readers: {
            rows: components["schemas"]["MemberBrief"][];
        };
        MemberBrief: {
            id: number;
            name: string;
            initials: string;
        };
        Followers: {
            rows: components["schemas"]["MemberBrief"][];
            following: boolean;
        };
        FollowIn: {
            follow: boolean;
        };
        Notifications: {
            rows: components["schemas"]["Notification"][];
            next: string | null;
            /** @description 100 at most */
            unread: number;
        };
        Notification: {
            id: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            at: number;
            /** @enum {string} */
            kind: "mention" | "comment" | "task_given" | "card_given" | "task_due" | "forgotten_soon" | "due_soon" | "due_missed" | "job_done" | "handed_over";
            /** @description 0 = the system */
            actor_id: number;
            /** @description Of how many cards or tasks it tells: one, or those of a bulk change */
            n: number;
            read: boolean;
            card_id: number | null;
            module_id: number | null;
            contact_id: number | null;
            /** @description Of the card or contact */
            name: string | null;
            /** @description The comment's beginning, or the task */
            text: string | null;
            task_id: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at: number | null;
            comment_id: number | null;
            job_id: number | null;
            job_kind: string | null;
            job_state: string | null;
        };
        NotificationsReadIn: {
            /** @description This one */
            id?: number;
            /** @description All up to this one */
            up_to_id?: number;
        };
        NotificationsRead: {
            id: number;
        };
        NotifyChoices: {
            kinds: components["schemas"]["NotifyChoice"][];
        };
        NotifyChoice: {
            /** @enum {string} */
            kind: "mention" | "comment" | "task_given" | "card_given" | "task_due" | "forgotten_soon" | "due_soon" | "due_missed" | "job_done" | "handed_over";
            in_app: boolean;
            push: boolean;
        };
        NotifyChoiceIn: {
            /** @enum {string} */
            kind: "mention" | "comment" | "task_given" | "card_given" | "task_due" | "forgotten_soon" | "due_soon" | "due_missed" | "job_done" | "handed_over";
            in_app?: boolean;
            push?: boolean;
        };
        Push: {
            /** @description Off: nothing is sent, and no browser is taken */
            on: boolean;
            /** @description Messages name the card or contact; else they only say what kind they are of */
            names: boolean;
            /** @description The applicationServerKey for PushManager.subscribe() */
            key: string | null;
            /** @description Push services that this server may call */
            hosts: string;
            /** @description Mine */
            browsers: components["schemas"]["PushBrowser"][];
        };
        PushBrowser: {
            id: number;
            agent: string;
            /** @description Of the session that asks */
            current: boolean;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            sent_at: number | null;
            /**
             * Format: int64
             * @description The last try was in vain
             */
            failed_at: number | null;
        };
        PushIn: {
            on?: boolean;
            names?: boolean;
        };
        PushBrowserIn: {
            endpoint: string;
            p256dh: string;
            auth: string;
        };
        TaskOut: {
            task: components["schemas"]["Task"];
            card: components["schemas"]["Card"];
            change: components["schemas"]["Change"];
        };
        CloseIn: {
            /** @enum {string} */
            state: "done" | "success" | "failed";
            result?: string | null;
            /** @description The version the client saw; left out = no check */
            version?: number;
            next?: components["schemas"]["TaskIn"] | null;
        };
        CloseOut: {
            task: components["schemas"]["Task"];
            card: components["schemas"]["Card"];
            change: components["schemas"]["Change"];
            next: components["schemas"]["Task"] | null;
            suggest: components["schemas"]["Suggestion"] | null;
        };
        Suggestion: {
            text: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at: number;
            type_id: number | null;
        };
        PostponeIn: {
            days?: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at?: number;
            due_date?: string;
            due_has_time?: boolean;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        ParsedTask: {
            text: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at: number | null;
            due_has_time: boolean;
        };
        Tasks: {
            rows: components["schemas"]["TaskRow"][];
            next: string | null;
        };
        TaskRow: {
            id: number;
            card_id: number;
            text: string;
            type_id: number | null;
            assignee_id: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            due_at: number | null;
            due_has_time: boolean;
            duration_min: number;
            reminder_min: number;
            address: string;
            /** @enum {string} */
            state: "open" | "done" | "success" | "failed";
            result: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            closed_at: number | null;
            closed_by: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            created_by: number;
            version: number;
            repeat: components["schemas"]["Repeat"] | null;
            checks: components["schemas"]["Checks"] | null;
            card: components["schemas"]["CardPlace"];
        };
        CardPlace: {
            id: number;
            name: string;
            module_id: number;
            status_id: number;
        };
        CalendarPage: {
            rows: components["schemas"]["TaskRow"][];
            coming: components["schemas"]["ComingTask"][];
            /** @description There are more than are given: ask for fewer days */
            more: boolean;
        };
        ComingTask: {
            task_id: number;
            /**
             * Format: int64
             * @description When it comes by its rule
             */
            at: number;
        };
        CalendarFeed: {
            /**
             * Format: int64
             * @description null: there is none
             */
            since_at: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            used_at: number | null;
        };
        CalendarFeedMade: {
            /** @description Shown once; whoever has it reads my tasks */
            url: string;
        };
        Checklist: {
            rows: components["schemas"]["ChecklistItem"][];
        };
        ChecklistItem: {
            id: number;
            card_id: number;
            /** @description The task it belongs to; null: the card itself */
            task_id: number | null;
            text: string;
            done: boolean;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            done_at: number | null;
            done_by: number | null;
            version: number;
        };
        ChecklistAdd: {
            /** @description One item each, to the end of the list */
            texts: string[];
            task_id?: number | null;
        };
        ChecklistAdded: {
            rows: components["schemas"]["ChecklistItem"][];
            change: components["schemas"]["Change"];
        };
        ChecklistOrder: {
            /** @description The whole list, in its new order */
            ids: number[];
            task_id?: number | null;
        };
        ChecklistEdit: {
            text?: string;
            done?: boolean;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        ChecklistItemOut: {
            item: components["schemas"]["ChecklistItem"];
            change: components["schemas"]["Change"];
        };
        ContactRows: {
            rows: components["schemas"]["ContactRow"][];
            next: string | null;
        };
        ContactRow: {
            id: number;
            /** @enum {string} */
            kind: "person" | "company";
            name: string;
            company: components["schemas"]["Brief"] | null;
            email: string | null;
            phone: string | null;
            city: string | null;
            n_cards: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            updated_at: number;
            fields: {
                [key: string]: unknown;
            };
        };
        ContactOut: {
            contact: components["schemas"]["Contact"];
            change: components["schemas"]["Change"];
        };
        Contact: {
            id: number;
            /** @enum {string} */
            kind: "person" | "company";
            name: string;
            first_name: string;
            last_name: string;
            position: string;
            tax_no: string;
            eu_tax_no: string;
            registration_no: string;
            bank_account: string;
            industry: string;
            region: string;
            tags: string;
            note: string;
            employees: number | null;
            revenue_minor: number | null;
            founded_year: number | null;
            company_id: number | null;
            company: components["schemas"]["Brief"] | null;
            owner_id: number | null;
            points: components["schemas"]["ContactPoint"][];
            addresses: components["schemas"]["Address"][];
            fields: {
                [key: string]: unknown;
            };
            people: components["schemas"]["ContactBrief"][];
            cards: components["schemas"]["CardBrief"][];
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            trashed_at: number | null;
            /** @description The contact that goes on in its place */
            merged_into: number | null;
            /**
             * Format: int64
             * @description When all that was known of the person was erased
             */
            erased_at: number | null;
            version: number;
        };
        ContactGone: {
            change: components["schemas"]["Change"];
        };
        ContactEvents: {
            rows: components["schemas"]["Event"][];
            next: string | null;
        };
        Duplicates: {
            rows: components["schemas"]["Duplicate"][];
        };
        Duplicate: {
            id: number;
            name: string;
            /** @enum {string} */
            kind: "person" | "company";
            /** @enum {string} */
            reason: "email" | "phone" | "name";
        };
        ContactsBulkIn: {
            ids: number[];
            /** @enum {string} */
            action: "add_tag" | "remove_tag" | "trash";
            tag?: string;
        };
        ContactsBulkOut: {
            n: number;
            change_id: number;
        };
        Tags: {
            rows: components["schemas"]["Tag"][];
        };
        Tag: {
            id: number;
            name: string;
        };
        Hits: {
            hits: components["schemas"]["Hit"][];
            /** @description For members who see a part: the newest 20,000 entries with these words were looked at, and there are more */
            partial: boolean;
        };
        Hit: {
            /** @enum {string} */
            kind: "card" | "person" | "company";
            id: number;
            title: string;
            subtitle: string;
            module_id: number | null;
            status_id: number | null;
        };
        DuplicatePairs: {
            rows: components["schemas"]["DuplicatePair"][];
            next: string | null;
            /** @description How many there are, at most 1,000 */
            n: number;
            capped: boolean;
            /** @description Contacts that changed are still to be compared */
            looking: boolean;
        };
        DuplicatePair: {
            id: number;
            /** @enum {string} */
            kind: "person" | "company";
            /** @description How likely they are the same, per cent */
            score: number;
            reasons: ("email" | "phone" | "tax" | "name" | "words" | "typo")[];
            a: components["schemas"]["PairSide"];
            b: components["schemas"]["PairSide"];
        };
        PairSide: {
            id: number;
            name: string;
            company: string | null;
            email: string | null;
            phone: string | null;
            city: string | null;
            n_cards: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
        };
        DuplicatePairIn: {
            /** @enum {string} */
            state: "open" | "two";
        };
        MergesIn: {
            /** @description Pairs; or give min_score */
            ids?: number[];
            min_score?: number;
            /** @enum {string} */
            kind?: "person" | "company";
            /** @description How many pairs the question named; refused when the number now differs */
            expect: number;
        };
        MergesOut: {
            n: number;
            change_id: number;
            job_id: number;
        };
        MergePreview: {
            keep: components["schemas"]["Contact"];
            drop: components["schemas"]["Contact"];
            fields: components["schemas"]["MergeField"][];
            points: components["schemas"]["ContactPoint"][];
            addresses: components["schemas"]["Address"][];
            n_people: number;
            n_cards: number;
        };
        MergeField: {
            name: string;
            keep: unknown;
            drop: unknown;
            /** @enum {string} */
            wins: "keep" | "drop" | "both";
        };
        MergeIn: {
            /** @description The one that goes into the trash and points at this one */
            other_id: number;
            /** @description Members of which the other one's value goes on */
            take?: string[];
            other_version?: number;
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        MergeOut: {
            id: number;
            change_id: number;
            job_id: number | null;
        };
        Consents: {
            rows: components["schemas"]["Consent"][];
        };
        Consent: {
            id: number;
            contact_id: number;
            purpose: string;
            /** @enum {string} */
            how: "form" | "email" | "phone" | "paper" | "in_person" | "other";
            note: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            given_at: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            withdrawn_at: number | null;
            withdrawn_how: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
            created_by: number;
        };
        ConsentIn: {
            /** @description What was agreed to */
            purpose: string;
            /** @enum {string} */
            how: "form" | "email" | "phone" | "paper" | "in_person" | "other";
            note?: string;
            /**
             * Format: int64
             * @description Left out = now
             */
            given_at?: number;
        };
        ConsentsOut: {
            rows: components["schemas"]["Consent"][];
            change: components["schemas"]["Change"];
        };
        ConsentWithdrawIn: {
            how?: string;
        };
        EraseIn: {
            /** @description The person's name, as typed by who asks */
            confirm: string;
        };
        EraseOut: {
            job_id: number;
        };
        ViewNew: {
            label: string;
            shared?: boolean;
            config: components["schemas"]["ViewConfig"];
        };
        ViewOut: {
            view: components["schemas"]["View"];
        };
        ViewIn: {
            label?: string;
            shared?: boolean;
            config?: components["schemas"]["ViewConfig"];
            /** @description The version the client saw; left out = no check */
            version?: number;
        };
        BulkIn: {
            select: components["schemas"]["BulkSelect"];
            /** @description How many cards the question named; refused when the number now differs */
            expect: number;
            /** @enum {string} */
            action: "edit" | "trash" | "restore" | "add_task" | "close_tasks" | "postpone_tasks";
            fields?: {
                [key: string]: unknown;
            };
            /** @description As fields, on cards where the field has no value yet */
            fill?: {
                [key: string]: unknown;
            };
            task?: components["schemas"]["TaskIn"];
            days?: number;
            due_date?: string;
            /** @enum {string} */
            state?: "done" | "success" | "failed";
            result?: string;
        };
        BulkSelect: {
            ids?: number[];
            all?: boolean;
            status?: number | null;
            /** @enum {string} */
            group?: "lead" | "open" | "success" | "failed";
            /** @description Member id, "me", "none" or null */
            owner?: unknown;
            cell?: number | null;
            q?: string | null;
            filter?: unknown;
            /** @description Cards in the trash (to restore them) */
            trash?: boolean;
        };
        BulkOut: {
            n: number;
            change_id: number;
            job_id: number | null;
            failed: components["schemas"]["BulkFailed"][];
        };
        BulkFailed: {
            id: number;
            detail: string;
        };
        Job: {
            id: number;
            kind: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed" | "cancelled";
            progress: number;
            total: number;
            result: {
                [key: string]: unknown;
            };
            change_id: number | null;
        };
        Import: {
            id: number;
            module_id: number;
            member_id: number;
            file_name: string;
            size_bytes: number;
            /** @enum {string} */
            encoding: "utf-8" | "windows-1250";
            delimiter: string;
            n_rows: number | null;
            /** @enum {string} */
            state: "uploaded" | "previewed" | "running" | "done" | "failed" | "undone";
            columns: components["schemas"]["ImportColumn"][];
            mapping: {
                [key: string]: unknown;
            };
            report: components["schemas"]["ImportReport"] | null;
            job_id: number | null;
            change_id: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            created_at: number;
        };
        ImportColumn: {
            index: number;
            header: string;
            samples: string[];
            n_filled: number;
            distinct: string[];
            kind: string;
        };
        ImportReport: {
            created: number;
            updated: number;
            unchanged: number;
            refused: number;
            new_options: number;
            contacts_created: number;
            contacts_matched: number;
            sample: components["schemas"]["ImportSample"][];
        };
        ImportSample: {
            row: number;
            kind: string;
            title: string | null;
            changes: components["schemas"]["ImportSampleChange"][];
            error?: string | null;
        };
        ImportSampleChange: {
            field: string | null;
            old: string | null;
            new: string | null;
        };
        Imports: {
            rows: components["schemas"]["Import"][];
        };
        ImportIn: {
            /** @description See docs/import.md */
            mapping?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            encoding?: "utf-8" | "windows-1250";
            /** @enum {string} */
            delimiter?: "," | ";" | "\t";
        };
        ImportJob: {
            job_id: number;
        };
        ImportRun: {
            job_id: number;
            change_id: number | null;
        };
        Home: {
            counts: components["schemas"]["HomeCounts"];
            today: components["schemas"]["CardRow"][];
            new_leads: components["schemas"]["CardRow"][];
            must_close: components["schemas"]["CardRow"][];
            forgotten_soon: components["schemas"]["CardRow"][];
            team: components["schemas"]["HomeTeam"][] | null;
        };
        HomeCounts: {
            must_close: number;
            focus: number;
            actions_today: number;
            overdue: number;
        };
        HomeTeam: {
            member_id: number;
            overdue: number;
            today: number;
            must_close: number;
            open: number;
        };
        DemoJob: {
            job_id: number;
        };
        Backups: {
            rows: components["schemas"]["Backup"][];
            plan: components["schemas"]["BackupPlan"];
        };
        Backup: {
            id: number;
            /** @enum {string} */
            state: "asked" | "running" | "done" | "failed";
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            asked_at: number;
            asked_by: number | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            made_at: number | null;
            size_bytes: number;
            n_rows: number;
            why: string | null;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            tested_at: number | null;
            test_why: string | null;
        };
        BackupPlan: {
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            next_at: number | null;
            daily: number;
            weekly: number;
            monthly: number;
        };
        BackupAsked: {
            id: number;
        };
        Audit: {
            rows: components["schemas"]["AuditRow"][];
            next: string | null;
        };
        AuditRow: {
            id: number;
            /**
             * Format: int64
             * @description Milliseconds since 1970, UTC
             */
            at: number;
            /** @enum {string} */
            kind: "login" | "login_refused" | "login_locked" | "logout" | "session_ended" | "password_changed" | "two_step_on" | "two_step_off" | "two_step_reset" | "recovery_made" | "recovery_used" | "sso_linked" | "member_added" | "member_changed" | "member_invited" | "member_joined" | "role_added" | "role_changed" | "role_removed" | "team_changed" | "key_made" | "key_removed" | "exported" | "imported" | "backup_asked" | "backup_downloaded" | "security_changed" | "account_deleted" | "person_erased" | "person_exported" | "handed_over" | "seen_as" | "seen_as_ended";
            member_id: number | null;
            who: string;
            address: string;
            agent: string;
            subject: string;
            changes: components["schemas"]["AuditChange"][];
        };
        AuditChange: {
            name: string;
            from: string | null;
            to: string | null;
        };
        Security: {
            /** @description How long the audit log reaches back */
            audit_days: number;
            /** @description Who has no second step must set one up before anything else; keys go on */
            two_step_required: boolean;
            /** @description Users whose log-in has a second step */
            two_step_members: number[];
        };
        SecurityIn: {
            audit_days?: number;
            two_step_required?: boolean;
        };
        Health: {
            status: string;
            version: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
