"""Which of the sign-in library's pages open, and for whom. The rest answer as if they did not exist."""

DOORS = {
    "account_login": "public",
    "account_logout": "signed in",
    "account_reauthenticate": "signed in",
    "account_change_password": "signed in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "mfa_index": "signed in",
    "mfa_authenticate": "public",
    "mfa_activate_totp": "signed in",
    "mfa_reauthenticate": "signed in",
    "mfa_view_recovery_codes": "signed in",
    "mfa_generate_recovery_codes": "signed in",
    "mfa_list_webauthn": "signed in",
    "mfa_add_webauthn": "signed in",
    "mfa_edit_webauthn": "signed in",
    "mfa_remove_webauthn": "signed in",
    "mfa_reauthenticate_webauthn": "signed in",
}
