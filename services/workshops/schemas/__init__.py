"""Workshops on the wire: every schema of the room under one name."""
# ruff: noqa: F401  what is imported here is what is offered

from services.workshops.schemas.agreement import (
    AgreementOut,
    CoefficientOut,
    CriterionAgreement,
    NotComputable,
)
from services.workshops.schemas.captures import (
    Capture,
    CaptureChange,
    CaptureIn,
    HoursLost,
    KeyMomentCapture,
    KeyMomentChange,
    KeyMomentIn,
    KeyMomentOut,
    ObservationCapture,
    ObservationChange,
    ObservationIn,
    ObservationOut,
    PainPointCapture,
    PainPointChange,
    PainPointIn,
    PainPointOut,
    TaskCapture,
    TaskChange,
    TaskIn,
    TaskOut,
    WishCapture,
    WishChange,
    WishIn,
    WishOut,
)
from services.workshops.schemas.committees import CommitteePackIn, CommitteePackOut, CommitteePackPage
from services.workshops.schemas.debriefs import (
    DebriefMoment,
    DebriefOut,
    DebriefPain,
    DebriefPhoto,
    DebriefTask,
    DebriefWish,
)
from services.workshops.schemas.decisions import (
    RUNG_LABELS,
    AssessmentIn,
    AssessmentOut,
    AssessmentsOut,
    Criterion,
    DecisionIn,
    DecisionOut,
    DecisionOutcome,
    DecisionPage,
    SignatureIn,
    Verdict,
)
from services.workshops.schemas.dossiers import (
    CriterionFigures,
    DecisionFigures,
    DecisionRecord,
    DecisionRecordPage,
    DecisionStanding,
    DossierOut,
    EvidenceFigures,
    OutcomeCount,
    RungCount,
    StatedReason,
)
from services.workshops.schemas.finding import (
    ClusterMember,
    ClusterOut,
    Elsewhere,
    MergeIn,
    MergeOut,
    MergePage,
    SimilarIn,
    SimilarOut,
    SimilarPage,
)
from services.workshops.schemas.follow_ups import (
    FollowUpChange,
    FollowUpEnd,
    FollowUpEndIn,
    FollowUpIn,
    FollowUpOut,
    FollowUpPage,
    TrialStepIn,
    TrialStepKind,
    TrialStepOut,
    TrialStepPage,
)
from services.workshops.schemas.gains import (
    DueCheck,
    DueCheckPage,
    GainCheckIn,
    GainCheckOut,
    GainCheckPage,
    GainConclusion,
)
from services.workshops.schemas.hypotheses import (
    WHOLE_STATEMENT,
    EvidenceIn,
    EvidenceOut,
    HypothesisChange,
    HypothesisIn,
    HypothesisOut,
    HypothesisPage,
    SentenceOut,
    Statement,
)
from services.workshops.schemas.lists import (
    MOOD_LABELS,
    SEVERITY_LABELS,
    CaptureKind,
    EnrolmentState,
    Grade,
    HypothesisState,
    Mode,
    ObservationKind,
    Period,
    Sensitivity,
    Stance,
    Theme,
    WorkshopState,
)
from services.workshops.schemas.note_reviews import (
    Act,
    AnonymisationIn,
    FieldChange,
    JournalAct,
    JournalEntry,
    JournalPage,
    NameChoice,
    NamePlace,
    RegroupingOut,
    RegroupingPage,
    ReviewDetail,
    ReviewItem,
    ReviewOut,
    ReviewState,
    SplitIn,
    UnionIn,
)
from services.workshops.schemas.notices import NOTICE_TEXT, NOTICE_VERSION
from services.workshops.schemas.operations import (
    BATCH_BYTES,
    Action,
    Operation,
    OperationResult,
    Operations,
    OperationsOut,
    Outcome,
)
from services.workshops.schemas.own_notes import OwnNote, OwnNotes, SuggestionIn
from services.workshops.schemas.participants import (
    ConsentAct,
    ConsentIn,
    ConsentMethod,
    ConsentOut,
    OwnWord,
    ParticipantIn,
    ParticipantOut,
    ParticipantPage,
    Purpose,
    Seniority,
)
from services.workshops.schemas.photos import (
    PART_BYTES,
    PARTS,
    PartReceipt,
    PhotoChange,
    PhotoIn,
    PhotoList,
    PhotoOut,
    PhotoReceipt,
    PhotoSize,
)
from services.workshops.schemas.preparations import (
    AgendaItemIn,
    AgendaItemOut,
    AgendaKind,
    ChecklistItem,
    ChecklistLine,
    PreparationOut,
)
from services.workshops.schemas.qualification import (
    CriterionDraftIn,
    DraftIn,
    DraftOut,
    QualificationOut,
    ResultOut,
    SignsOut,
)
from services.workshops.schemas.regional import RegionalReportOut
from services.workshops.schemas.register import (
    LegalBasis,
    RegisterEntryIn,
    RegisterEntryOut,
    RegisterEntryPage,
    SupplierClass,
)
from services.workshops.schemas.reports import ReportOut, ReportSource, SourceKind
from services.workshops.schemas.revisions import (
    CandidateOut,
    CandidatePage,
    ContestedOut,
    RevisionOut,
    RevisionPage,
    Settlement,
)
from services.workshops.schemas.search import Extract, Facet, Facets, FoundNote, SearchOut
from services.workshops.schemas.snapshots import FileFormat, PlaceIn, SnapshotIn, SnapshotOut, SnapshotPage
from services.workshops.schemas.votes import BallotLineOut, VotesOut
from services.workshops.schemas.workshops import (
    Cancellation,
    CaptureCounts,
    EnrolmentOut,
    Overview,
    ProgrammeOut,
    ProgrammePage,
    WorkshopChange,
    WorkshopIn,
    WorkshopOut,
    WorkshopPage,
)
