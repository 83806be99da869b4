# Ce que lit le public : la page de transparence d'une organisation et la notice d'une salle. Mêmes messages qu'en anglais, et
# les quelques mots du cadre.

product-name = Entente
page-title = { $name } · Entente
skip-to-content = Aller au contenu
sample-data-label = À propos de ces données
sample-data = Données d'exemple : les entreprises, les personnes et les nombres de ce serveur sont inventés.

## La page
public-title = Comment { $name } partage des données
public-lead = { $name } compte, avec les entreprises ci-dessous, combien de personnes elles ont en commun. Elles comparent des listes codées ; aucune ne remet sa liste à l'autre, et il n'en sort qu'un nombre de personnes, jamais inférieur au plus petit nombre affiché.
public-none = Il n'y a pas de partenariat de ce genre en ce moment.
public-updated = Dernière modification le { $date }.
public-opt-out = Comment s'y opposer
public-opt-out-other = Ceci n'est rédigé qu'en anglais :
public-contact = Questions, accès, opposition
public-language = Lire cette page en
public-french = français
public-english = English
public-with = Avec { $name }
public-purpose = Finalité
public-basis = Base légale
public-categories = Données comparées, sous forme de codes
public-group = Plus petit nombre affiché
public-until = Prend fin, et les codes sont détruits, au plus tard le
notice-people = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
}

## La notice d'une salle
notice-heading = { $org } et { $partner } : compter les personnes que nous avons en commun
notice-who = { $org } et { $partner } tiennent chacune une liste de personnes qui ont eu affaire à elles. Elles veulent savoir combien de personnes figurent sur les deux listes.
notice-why = La finalité, dans leurs propres termes : « { $purpose } »
notice-how = Chaque entreprise transforme { $identifiers } de sa liste en un code, sur ses propres ordinateurs, avec une clé secrète qu'elles sont seules à détenir. Les codes sont comparés et les listes restent où elles sont. Ces codes sont eux aussi des données personnelles : pseudonymes, et non anonymes.
notice-out = Il n'en sort qu'un nombre de personnes. Il n'est jamais inférieur à { $k }, et un bruit aléatoire y est ajouté, si bien que personne n'apprend par là si vous figurez sur l'autre liste.
notice-out-exact = Il n'en sort qu'un nombre de personnes. Il n'est jamais inférieur à { $k } ; au-dessous, rien n'est affiché. Les deux entreprises en sont convenues, ainsi que du petit nombre de ces résultats.
notice-basis = { $org } se fonde sur { $basis }.
notice-until = La comparaison prend fin le { $date } au plus tard. Les codes sont alors détruits, et les deux entreprises en reçoivent un reçu signé.
notice-choice = Vous pouvez en être retiré, à tout moment et sans frais :
notice-choice-none = Vous pouvez en être retiré, à tout moment et sans frais : dites-le à { $org }.
notice-contact = Pour une question, l'accès à vos données ou une opposition : { $contact }
notice-email = les adresses e-mail
notice-phone = les numéros de téléphone
notice-maid = les identifiants publicitaires d'appareils
notice-custom = les numéros de client
notice-basis-consent = le consentement des personnes de sa liste (RGPD, article 6, paragraphe 1, point a)
notice-basis-contract = un contrat avec les personnes de sa liste (RGPD, article 6, paragraphe 1, point b)
notice-basis-legal-obligation = une obligation légale (RGPD, article 6, paragraphe 1, point c)
notice-basis-vital-interest = la sauvegarde d'intérêts vitaux (RGPD, article 6, paragraphe 1, point d)
notice-basis-public-task = une mission d'intérêt public (RGPD, article 6, paragraphe 1, point e)
notice-basis-legitimate-interest = un intérêt légitime (RGPD, article 6, paragraphe 1, point f)
