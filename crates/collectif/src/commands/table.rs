//! The three tables that an association's jobs and the people it receives come in and go out as.

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Contracts of work.
    Contracts,
    /// Hours and pay by month.
    Hours,
    /// Files of the people received.
    Beneficiaries,
}

impl Table {
    /// What its lines are, in French.
    pub fn lines(self) -> &'static str {
        match self {
            Self::Contracts => "contrats",
            Self::Hours => "mois de travail",
            Self::Beneficiaries => "dossiers",
        }
    }

    /// The act of taking it out, in the audit trail.
    pub fn export_act(self) -> &'static str {
        match self {
            Self::Contracts => "contracts.export",
            Self::Hours => "hours.export",
            Self::Beneficiaries => "beneficiaries.export",
        }
    }
}

/// `import contracts --help`, after the options.
pub const CONTRACTS_HELP: &str = "\
Colonnes, que la première ligne nomme, dans n'importe quel ordre :
  contrat          numéro du contrat, une seule fois par entité
  activite         nom d'une activité de l'entité (voyez « collectif association list »)
  nom              nom de la personne
  prenom           prénom
  naissance        date de naissance
  sexe             F, H ou X
  categorie        insertion ou permanent
  type             CDI, CDD, CDDI, CDI inclusion, CDDU, CTT, CTTI, CUI, PEC, apprentissage…
  debut            premier jour
  fin              dernier jour ; vide tant que le contrat dure
  heures_hebdo     heures par semaine
  reference_hebdo  heures par semaine d'un temps plein, 35 le plus souvent

Dates : 2025-01-06 ou 06/01/2025. Décimales : virgule ou point. Séparateur : point-virgule ou virgule.
Texte : UTF-8 ou Windows-1252.

Exemple :
contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo
C1;Jardin;Le Goff;Zoé;1984-03-12;F;insertion;CDDI;2025-01-06;;26,5;35

Le même fichier une autre fois ne change rien. D'un contrat connu, seule une fin plus tardive est prise.";

/// `import hours --help`, after the options.
pub const HOURS_HELP: &str = "\
Colonnes, que la première ligne nomme, dans n'importe quel ordre :
  contrat  numéro d'un contrat déjà importé
  mois     AAAA-MM
  heures   heures du mois qui comptent pour l'activité
  brut     salaire brut du mois, en euros
  net      net du bulletin, avant le prélèvement à la source, en euros

Décimales : virgule ou point. Séparateur : point-virgule ou virgule. Texte : UTF-8 ou Windows-1252.

Exemple :
contrat;mois;heures;brut;net
C1;2025-03;112,67;1354,29;1072,10

Le même fichier une autre fois ne change rien. Par un fichier, un mois enregistré ne change pas : la page
des heures de ce mois le corrige.";

/// `import beneficiaries --help`, after the options.
pub const BENEFICIARIES_HELP: &str = "\
Colonnes, que la première ligne nomme, dans n'importe quel ordre :
  dossier    numéro du dossier, une seule fois par entité
  activite   nom d'une activité de l'entité (voyez « collectif association list »)
  nom        nom de la personne
  prenom     prénom
  naissance  date de naissance
  sexe       F, H ou X
  ouverture  premier jour
  cloture    dernier jour ; vide tant que le dossier est ouvert

Dates : 2025-01-06 ou 06/01/2025. Séparateur : point-virgule ou virgule. Texte : UTF-8 ou Windows-1252.

Exemple :
dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture
D1;Jardin;Le Goff;Zoé;1984-03-12;F;2025-01-06;

Le même fichier une autre fois ne change rien. D'un dossier connu, seule une clôture plus tardive est prise.";
