# What the public reads: an organisation's transparency page and the notice of a room. Every message here is in every language.

## The page
public-title = How { $name } shares data
public-lead = { $name } counts with the companies below how many people both of them reach. They compare coded lists; neither hands its list to the other, and all that comes out is how many people, never fewer than the smallest number shown.
public-none = There is no such partnership at present.
public-updated = Last changed on { $date }.
public-opt-out = How to opt out
public-opt-out-other = This is written in French only:
public-contact = Questions, access, objection
public-language = Read this in
public-french = français
public-english = English
public-with = With { $name }
public-purpose = Purpose
public-basis = Legal basis
public-categories = Data compared, as codes
public-group = Smallest number shown
public-until = Ends, and the codes are destroyed, by
notice-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}

## The notice of one room
notice-heading = { $org } and { $partner }: counting the people we have in common
notice-who = { $org } and { $partner } each keep a list of people who have dealt with them. They want to know how many people are on both lists.
notice-why = The purpose, in their own words: “{ $purpose }”
notice-how = Each company turns { $identifiers } on its list into a code, on its own computers, with a secret key that only the two of them have. The codes are compared and the lists stay where they are. The codes are personal data too: they are pseudonymous, and not anonymous.
notice-out = All that comes out is a number of people. It is never below { $k }, and random noise is added to it, so that nobody learns from it whether you are on the other list.
notice-out-exact = All that comes out is a number of people. It is never below { $k }; fewer are not shown. Both companies agreed on this and on how few such numbers there may be.
notice-basis = { $org } relies on { $basis }.
notice-until = The comparison ends on { $date } at the latest. The codes are then destroyed, and both companies get a signed receipt.
notice-choice = You can have yourself left out, at any time and free of charge:
notice-choice-none = You can have yourself left out, at any time and free of charge: tell { $org }.
notice-contact = For questions, access to your data, or an objection: { $contact }
notice-email = e-mail addresses
notice-phone = phone numbers
notice-maid = advertising ids of devices
notice-custom = customer numbers
notice-basis-consent = the consent of the people on its list (GDPR, article 6(1)(a))
notice-basis-contract = a contract with the people on its list (GDPR, article 6(1)(b))
notice-basis-legal-obligation = a duty in law (GDPR, article 6(1)(c))
notice-basis-vital-interest = vital interests (GDPR, article 6(1)(d))
notice-basis-public-task = a task in the public interest (GDPR, article 6(1)(e))
notice-basis-legitimate-interest = a legitimate interest (GDPR, article 6(1)(f))
