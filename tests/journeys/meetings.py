"""Who meets which forms and pages in the walk over every page, and why some are not opened there."""

# Who meets which forms.
FORMS = {
    "amara": ["records:log_concern", "records:look", "records:ask", "records:add_relation", "records:write",
              "records:protect", "records:ask_access", "consent:record", "consent:notice", "consent:competence",
              "consent:paper", "sharing:settle", "sharing:emergency", "sharing:withdraw", "sharing:recipient"],
    "chen": ["sharing:disclose"],
    "dee": ["records:answer", "records:reveal", "records:grant", "records:exclude", "records:verify_contact",
            "records:add_agency", "records:tie", "consent:bring_in",
            "sharing:approve", "sharing:decline", "sharing:send_back", "sharing:seek_advice", "sharing:review"],
    "adam": ["staff:invite", "staff:put_cover"],
    "nobody": ["account_login"],
}  # fmt: skip
# These have more to open than others like them: something is locked, somebody was let in, shut out, named.
FIRST = {
    "amara": [("/records/folders/{}/ask/", "Person.objects.get(name='Mia Larkin').folder('safeguarding')")],
    "dee": [
        ("/records/folders/{}/", "Person.objects.get(name='Leo Larkin').folder('personal')"),
        ("/oversight/dispose/file/{}/", "Attachment.objects.filter(entry__isnull=False).first()"),
        ("/records/people/{}/", "Person.objects.get(name='Bea Holt')"),
        ("/records/people/{}/access/", "Person.objects.get(name='Leo Larkin')"),
        ("/consent/people/{}/", "Person.objects.get(name='Yara Young')"),
        ("/records/concerns/{}/", "Concern.objects.filter(about__person__name='Leo Larkin').first()"),
        ("/consent/{}/signed/", "Consent.objects.filter(signature__isnull=False).first()"),
        ("/sharing/decision/{}/advise/", "Decision.objects.filter(state='advice').first()"),
        ("/sharing/decision/{}/look-again/", "Decision.objects.filter(state='reopened').first()"),
        ("/sharing/advice/{}/history/", "Advice.objects.first()"),
        ("/sharing/advice/{}/changes/", "Advice.objects.first()"),
        ("/sharing/requests/{}/letter/", "Request.objects.filter(state='answered').first()"),
        ("/sharing/requests/{}/reply/", "Request.objects.filter(direction='out').first()"),
        ("/sharing/requests/{}/call-back/", "Request.objects.filter(kind='police').first()"),
        ("/sharing/requests/{}/link/", "Request.objects.filter(kind='police').first()"),
        ("/sharing/requests/{}/close/", "Request.objects.filter(kind='police').first()"),
        ("/sharing/routine/{}/share/", "Routine.objects.first()"),
    ],
    "dora": [
        ("/consent/people/{}/", "Person.objects.get(name='Arthur Kent')"),
        ("/consent/people/{}/", "Person.objects.get(name='Eva Novak')"),
        ("/records/folders/{}/", "FolderAbout.objects.get(name='Gil Marsh').folder"),
        ("/records/folders/{}/apart/", "FolderAbout.objects.get(name='Gil Marsh').folder"),
        ("/sharing/disagreement/{}/", "Disagreement.objects.first()"),
    ],
    "sena": [("/records/people/{}/access/", "Person.objects.get(name='Ned Brook')")],
    "nobody": [("/portal/{}/", "Person.objects.get(name='Ned Brook')")],  # whatever the link, the door is the same
}
# Why a page is not opened here: it only takes a press; a journey comes by it; a demonstration does not have it.
PRESSED = {"staff:end_role", "staff:end_line", "staff:end_cover", "sharing:propose", "sharing:drop", "staff:hide"}
PRESSED |= {"sharing:start_from_request", "sharing:end_routine", "records:end_agency_contact"}
PRESSED |= {f"sharing:{name}" for name in ("hold_back", "take_back", "send_again", "wrong_person", "take_parcel")}
PRESSED.add("sharing:text_code")
COME_BY = {"staff:unlock", "staff:welcome", "staff:choose_password", "staff:undertaking", "sharing:emergency_recorded"}
COME_BY |= {"consent:not_now", "records:register", "sharing:requester_told", "staff:end_session", "staff:know_device"}
ELSEWHERE = {
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "staff:set_up",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "sharing:request",
    "consent:signed_paper",
    "governance:restored",  # only after a restore; its own tests open it
    "records:attachment",  # it is only ever saved; the table of pages and its own tests open it
    "records:paper_scan",  # the same
    "sharing:agreement_document",
    "governance:certificate",  # of what was destroyed: a demonstration keeps what it has
    "sharing:let_stand",  # a second time with a partner, a decision that could stand: their own tests open them
    "sharing:without_agreement",
}
CLOSED = {
    "account_inactive",
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_confirm_login_code",
    "account_reset_password_from_key_done",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
}
