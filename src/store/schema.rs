//! The tables, by hand, the same for both databases (`tests/it/migrations.rs` loads every one on both).

diesel::table! {
    organisations (id) {
        id -> Text,
        name -> Text,
        sample -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        created_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        org_id -> Text,
        user_id -> Text,
        role -> Text,
        status -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Text,
        user_id -> Text,
        org_id -> Nullable<Text>,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        token_hash -> Text,
        kind -> Text,
        org_id -> Nullable<Text>,
        partner_id -> Nullable<Text>,
        email -> Nullable<Text>,
        role -> Text,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Text,
        token_hash -> Text,
        org_id -> Text,
        user_id -> Text,
        name -> Text,
        scope -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency_keys (org_id, key) {
        org_id -> Text,
        key -> Text,
        request_sha256 -> Text,
        response -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_log (seq) {
        seq -> BigInt,
        id -> Text,
        org_id -> Nullable<Text>,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Text,
        action -> Text,
        outcome -> Text,
        object_kind -> Text,
        object_id -> Text,
        detail -> Text,
    }
}

diesel::table! {
    partners (id) {
        id -> Text,
        org_id -> Text,
        name -> Text,
        website -> Text,
        contact_name -> Text,
        contact_email -> Text,
        notes -> Text,
        linked_org_id -> Nullable<Text>,
        created_by -> Text,
        created_at -> BigInt,
        archived_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    assessments (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        questionnaire_id -> Text,
        questionnaire_version -> BigInt,
        questionnaire -> Text,
        policy -> Text,
        intake -> Nullable<Text>,
        state -> Text,
        revision -> BigInt,
        created_by -> Text,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        submitted_at -> Nullable<BigInt>,
        submitted_by -> Nullable<Text>,
        tailoring -> Nullable<Text>,
    }
}

diesel::table! {
    questionnaires (id) {
        id -> Text,
        org_id -> Text,
        code -> Text,
        title -> Text,
        draft -> Nullable<Text>,
        draft_notes -> Text,
        revision -> BigInt,
        created_by -> Text,
        created_at -> BigInt,
        changed_at -> BigInt,
        archived_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    questionnaire_versions (questionnaire_id, version) {
        questionnaire_id -> Text,
        version -> BigInt,
        org_id -> Text,
        document -> Text,
        sha256 -> Text,
        published_by -> Text,
        published_at -> BigInt,
    }
}

diesel::table! {
    answers (assessment_id, question_id) {
        assessment_id -> Text,
        question_id -> Text,
        org_id -> Text,
        option_id -> Nullable<Text>,
        not_applicable -> Bool,
        reason -> Text,
        comment -> Text,
        evidence_note -> Text,
        revision -> BigInt,
        answered_at -> BigInt,
        carried_over -> Bool,
    }
}

diesel::table! {
    answer_remarks (id) {
        id -> Text,
        org_id -> Text,
        assessment_id -> Text,
        question_id -> Text,
        user_id -> Nullable<Text>,
        link_id -> Nullable<Text>,
        body -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    evidence_files (id) {
        id -> Text,
        org_id -> Text,
        assessment_id -> Text,
        question_id -> Text,
        link_id -> Text,
        kind -> Text,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        effective_on -> Text,
        expires_on -> Nullable<Text>,
        added_at -> BigInt,
        sealed -> Binary,
        finding_id -> Nullable<Text>,
    }
}

diesel::table! {
    reviews (assessment_id, question_id) {
        assessment_id -> Text,
        question_id -> Text,
        org_id -> Text,
        evidence_level -> Nullable<Text>,
        evidence_expired -> Bool,
        na_accepted -> Nullable<Bool>,
        corrected_option_id -> Nullable<Text>,
        note -> Text,
        reviewed_by -> Text,
        reviewed_at -> BigInt,
    }
}

diesel::table! {
    respondent_links (id) {
        id -> Text,
        token_hash -> Text,
        org_id -> Text,
        assessment_id -> Text,
        created_by -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        opened_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        section_id -> Nullable<Text>,
        parent_id -> Nullable<Text>,
        purpose -> Text,
    }
}

diesel::table! {
    respondent_sessions (token_hash) {
        token_hash -> Text,
        link_id -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        assessment_id -> Text,
        computed -> Text,
        decided -> Text,
        reason -> Text,
        score -> Text,
        inputs_sha256 -> Text,
        status -> Text,
        decided_by -> Text,
        decided_at -> BigInt,
        expires_at -> BigInt,
        second_by -> Nullable<Text>,
        second_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    partner_triggers (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        kind -> Text,
        note -> Text,
        recorded_by -> Nullable<Text>,
        recorded_at -> BigInt,
        came_from -> Nullable<Text>,
    }
}

diesel::table! {
    snoozes (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        task -> Text,
        about -> Text,
        reason -> Text,
        until_at -> BigInt,
        snoozed_by -> Text,
        snoozed_at -> BigInt,
    }
}

diesel::table! {
    assessment_contacts (assessment_id) {
        assessment_id -> Text,
        org_id -> Text,
        email -> Nullable<Text>,
        language -> Text,
        due_at -> BigInt,
    }
}

diesel::table! {
    reminder_rules (org_id) {
        org_id -> Text,
        due_days -> BigInt,
        before_days -> Nullable<BigInt>,
        on_the_day -> Bool,
        after_days -> Nullable<BigInt>,
    }
}

diesel::table! {
    mail_choices (user_id) {
        user_id -> Text,
        wanted -> Bool,
        language -> Text,
    }
}

diesel::table! {
    mails (id) {
        id -> Text,
        org_id -> Text,
        kind -> Text,
        recipient -> Text,
        assessment_id -> Nullable<Text>,
        sealed -> Nullable<Binary>,
        state -> Text,
        attempts -> BigInt,
        run_after -> BigInt,
        last_error -> Text,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    mail_causes (org_id, recipient, cause) {
        org_id -> Text,
        recipient -> Text,
        cause -> Text,
        noted_at -> BigInt,
    }
}

diesel::table! {
    findings (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        assessment_id -> Text,
        decision_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        owner -> Text,
        due_at -> BigInt,
        created_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        closed_by -> Nullable<Text>,
        closing_note -> Text,
        description -> Text,
        severity -> Text,
        owner_user_id -> Nullable<Text>,
        state -> Text,
        accepted_until -> Nullable<BigInt>,
        shared -> Bool,
        revision -> BigInt,
    }
}

diesel::table! {
    finding_events (id) {
        id -> Text,
        org_id -> Text,
        finding_id -> Text,
        kind -> Text,
        user_id -> Nullable<Text>,
        link_id -> Nullable<Text>,
        note -> Text,
        evidence_id -> Nullable<Text>,
        until -> Nullable<BigInt>,
        happened_at -> BigInt,
    }
}

diesel::table! {
    rooms (id) {
        id -> Text,
        name -> Text,
        mode -> Text,
        host_org_id -> Text,
        guest_org_id -> Text,
        created_by -> Text,
        created_at -> BigInt,
        pepper_wrapped -> Nullable<Binary>,
        key_check_value -> Nullable<Text>,
        key_created_by -> Nullable<Text>,
        key_created_at -> Nullable<BigInt>,
        key_checked_by -> Nullable<Text>,
        key_checked_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        closed_by_org_id -> Nullable<Text>,
        close_reason -> Nullable<Text>,
    }
}

diesel::table! {
    room_terms (id) {
        id -> Text,
        room_id -> Text,
        version -> BigInt,
        terms -> Text,
        terms_sha256 -> Text,
        proposed_by_org_id -> Text,
        proposed_by -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    term_signatures (terms_id, org_id) {
        terms_id -> Text,
        org_id -> Text,
        user_id -> Text,
        terms_sha256 -> Text,
        signed_at -> BigInt,
    }
}

diesel::table! {
    used_key_check_values (key_check_value) {
        key_check_value -> Text,
        room_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audiences (id) {
        id -> Text,
        room_id -> Text,
        org_id -> Text,
        terms_id -> Text,
        version -> BigInt,
        label -> Text,
        rows_received -> BigInt,
        people -> BigInt,
        duplicates -> BigInt,
        bytes_stored -> BigInt,
        digest -> Text,
        created_by -> Text,
        created_at -> BigInt,
        removed_at -> Nullable<BigInt>,
        kind -> Text,
        with_audience_id -> Nullable<Text>,
        segment_sizes -> Nullable<Text>,
        segment_names -> Nullable<Text>,
    }
}

diesel::table! {
    runs (id) {
        id -> Text,
        room_id -> Text,
        org_id -> Text,
        requested_by -> Text,
        terms_id -> Text,
        host_audience_id -> Text,
        guest_audience_id -> Text,
        question -> Text,
        kind -> Text,
        release_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    run_requests (id) {
        id -> Text,
        room_id -> Text,
        org_id -> Text,
        requested_by -> Text,
        ask -> Text,
        state -> Text,
        progress -> BigInt,
        attempts -> BigInt,
        lease_until -> Nullable<BigInt>,
        fault -> Text,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    releases (id) {
        id -> Text,
        room_id -> Text,
        low_org_id -> Text,
        high_org_id -> Text,
        host_digest -> Text,
        guest_digest -> Text,
        host_audience_id -> Text,
        guest_audience_id -> Text,
        question -> Text,
        noisy -> BigInt,
        released -> Text,
        epsilon_micro -> BigInt,
        created_at -> BigInt,
        ask -> Text,
        noisy_parts -> Text,
        standing -> Text,
        salt -> Nullable<Text>,
        inputs -> Text,
    }
}

diesel::table! {
    release_verdicts (release_id, org_id) {
        release_id -> Text,
        org_id -> Text,
        user_id -> Text,
        verdict -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    budgets (low_org_id, high_org_id) {
        low_org_id -> Text,
        high_org_id -> Text,
        epsilon_micro_spent -> BigInt,
        releases -> BigInt,
    }
}

diesel::table! {
    ledger_entries (id) {
        id -> Text,
        room_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        org_id -> Nullable<Text>,
        kind -> Text,
        body -> Text,
        leaf_hash -> Text,
        root_hash -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        kind -> Text,
        payload -> Text,
        state -> Text,
        run_after -> BigInt,
        attempts -> BigInt,
        lease_until -> Nullable<BigInt>,
        last_error -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_leaves (seq) {
        seq -> BigInt,
        org_id -> Text,
        number -> BigInt,
        leaf_hash -> Text,
    }
}

diesel::table! {
    transparency_pages (org_id) {
        org_id -> Text,
        slug -> Text,
        published -> Bool,
        contact -> Text,
        opt_out -> Text,
        updated_at -> BigInt,
        opt_out_fr -> Text,
    }
}

diesel::table! {
    transparency_rooms (org_id, room_id) {
        org_id -> Text,
        room_id -> Text,
        listed_by -> Text,
        listed_at -> BigInt,
    }
}

diesel::table! {
    uploads (id) {
        id -> Text,
        room_id -> Text,
        org_id -> Text,
        user_id -> Text,
        door -> Text,
        metadata -> Text,
        length -> BigInt,
        received -> BigInt,
        stored -> BigInt,
        key_wrapped -> Nullable<Binary>,
        receipt -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    key_agreements (room_id) {
        room_id -> Text,
        exchange_id -> Text,
        voided_by_org_id -> Nullable<Text>,
        void_reason -> Nullable<Text>,
        voided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    key_exchanges (room_id) {
        room_id -> Text,
        id -> Text,
        commitment -> Text,
        curves -> Text,
        guest_curve -> Nullable<Text>,
        guest_public -> Nullable<Text>,
        host_opening -> Nullable<Text>,
        started_by -> Text,
        answered_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    used_key_prints (key_print) {
        key_print -> Text,
        room_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    respondent_languages (link_id) {
        link_id -> Text,
        page -> Text,
        questions -> Text,
    }
}

diesel::table! {
    submissions (assessment_id, number) {
        assessment_id -> Text,
        number -> BigInt,
        org_id -> Text,
        link_id -> Text,
        submitted_at -> BigInt,
        submitted_by -> Text,
        answers -> BigInt,
        sha256 -> Text,
        document -> Text,
    }
}

diesel::table! {
    reopen_requests (id) {
        id -> Text,
        org_id -> Text,
        assessment_id -> Text,
        link_id -> Text,
        reason -> Text,
        asked_at -> BigInt,
        verdict -> Nullable<Text>,
        word -> Text,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    carried_evidence (assessment_id, evidence_id) {
        assessment_id -> Text,
        evidence_id -> Text,
        org_id -> Text,
        state -> Text,
        kept_as -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    shown_scores (assessment_id) {
        assessment_id -> Text,
        org_id -> Text,
        shown_by -> Text,
        shown_at -> BigInt,
    }
}

diesel::table! {
    sub_processors (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        assessment_id -> Nullable<Text>,
        name -> Text,
        name_key -> Text,
        purpose -> Text,
        data -> Text,
        country -> Text,
        transfer -> Text,
        since_on -> Nullable<Text>,
        website -> Text,
        carried_over -> Bool,
        revision -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    sub_processors_none (assessment_id) {
        assessment_id -> Text,
        org_id -> Text,
        said_at -> BigInt,
    }
}

diesel::table! {
    sub_processor_notices (id) {
        id -> Text,
        org_id -> Text,
        partner_id -> Text,
        link_id -> Nullable<Text>,
        recorded_by -> Nullable<Text>,
        change -> Text,
        name -> Text,
        name_key -> Text,
        purpose -> Text,
        data -> Text,
        country -> Text,
        transfer -> Text,
        website -> Text,
        starts_on -> Text,
        announced_at -> BigInt,
        objection_ends_at -> BigInt,
        state -> Text,
        reason -> Text,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        settled_at -> Nullable<BigInt>,
        listed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    company_names (org_id, name_key) {
        org_id -> Text,
        name_key -> Text,
        same_as -> Text,
        merged_by -> Text,
        merged_at -> BigInt,
    }
}

diesel::table! {
    objection_periods (org_id) {
        org_id -> Text,
        days -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organisations,
    snoozes,
    assessment_contacts,
    reminder_rules,
    mail_choices,
    mails,
    mail_causes,
    users,
    memberships,
    sessions,
    invitations,
    api_tokens,
    idempotency_keys,
    audit_log,
    partners,
    assessments,
    questionnaires,
    questionnaire_versions,
    answers,
    answer_remarks,
    evidence_files,
    reviews,
    respondent_links,
    respondent_sessions,
    respondent_languages,
    submissions,
    reopen_requests,
    carried_evidence,
    shown_scores,
    decisions,
    partner_triggers,
    sub_processors,
    sub_processors_none,
    sub_processor_notices,
    company_names,
    objection_periods,
    findings,
    finding_events,
    rooms,
    room_terms,
    term_signatures,
    used_key_check_values,
    audiences,
    runs,
    run_requests,
    releases,
    release_verdicts,
    budgets,
    ledger_entries,
    uploads,
    key_exchanges,
    key_agreements,
    used_key_prints,
    jobs,
    audit_leaves,
    transparency_pages,
    transparency_rooms
);
