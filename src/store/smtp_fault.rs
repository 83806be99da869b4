//! What went wrong with a mail server, in words that say what to do: shown to the organisation's owner and to the operator.
//!
//! A certificate that does not hold and STARTTLS that is not offered stop the conversation before anything of a mail, or a
//! password, was said (RFC 3207, 6; RFC 8314, 3). They are the operator's to mend, so the mail waits.

use std::error::Error as _;

use lettre::transport::smtp::Error;
use rustls::CertificateError;

use super::smtp::{SmtpError, short};

/// Answers that are about signing in, not about the mail (RFC 4954, 6).
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

/// What became of a mail to the server `host` that answered with this.
pub(super) fn told(host: &str, error: &Error) -> SmtpError {
    if let Some(fault) = certificate_fault(error) {
        return SmtpError::Unreachable(distrusted(host, &fault));
    }
    let why = short(&error.to_string());
    if error.is_client() && why.contains("STARTTLS") {
        let plain = "does not offer STARTTLS, and nothing is sent in the clear: see that nobody stands between, or set `mail.security` to `tls`";
        return SmtpError::Unreachable(format!("{host} {plain}"));
    }
    match error.status().map(u16::from) {
        Some(code) if SIGN_IN.contains(&code) => SmtpError::Unreachable(why),
        Some(_) if error.is_permanent() => SmtpError::Refused(why),
        Some(_) => SmtpError::Deferred(why),
        None => SmtpError::Unreachable(why),
    }
}

/// Why the server's certificate was not taken, somewhere among the causes of an error.
fn certificate_fault(error: &Error) -> Option<CertificateError> {
    let mut cause = error.source();
    while let Some(one) = cause {
        let inner = one.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = one.downcast_ref().or_else(|| inner.and_then(|inner| inner.downcast_ref()));
        if let Some(rustls::Error::InvalidCertificate(fault)) = tls {
            return Some(fault.clone());
        }
        cause = one.source();
    }
    None
}

fn distrusted(host: &str, fault: &CertificateError) -> String {
    match fault {
        // The second is what an authority of the same name with another key looks like.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => format!(
            "the certificate of {host} is from an authority that is not known here; if it is your company's own, name its certificate in `mail.certificate`"
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!(
                "the certificate is for another name than {host}; set `mail.host` to the name that it is for"
            )
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            format!("the certificate of {host} has run out; the mail server needs a new one")
        }
        other => short(&format!("the certificate of {host} does not hold: {other}")),
    }
}
