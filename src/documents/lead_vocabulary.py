"""The words by which a person's name, a team and a post are told apart in what British public bodies write."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set(
    "rt dr mr mrs ms miss mx prof professor cllr councillor sir dame rev revd reverend lord lady baroness canon imam"
    " rabbi father hon sister matron nurse mayor alderman"
)
RANKS = _set(  # of the police; each may be made of several of these words
    "detective superintendent inspector sergeant constable commander commissioner ch det insp supt sgt"
)
RANK_LETTERS = _set("PC PCSO DC DS DI DCI DSU DCS CI CSI ACC DCC CC SGT INSP SUPT")  # in capitals only
BEFORE_RANKS = _set("chief detective temporary acting assistant deputy ch det")
HONOURS = _set("obe mbe cbe qpm bem kc qc jp phd msc bsc ba ma rn frcn mcipd fcipd cipfa cpfa jr sr")
PARTICLES = _set(
    "de da di del della la le las los van von der den ter ten te zu bin ibn binti bint bte al el ul ap ab ferch st"
    " dos do das du mac mc nic ní ni ó uí ua y e"
)

# A team is several people: these words give it away. They also tell the name of a service above its rows.
TEAM_WORDS = _set(
    "smt dmt cmt slt elt emt clt hr od team teams group groups board boards service services unit units committee forum"
    " network partnership directorate department division panel council cabinet trust office hub alliance association"
    " academy schools resources learning commissioning procurement communications comms finance legal housing policy"
    " strategy safeguarding development support care families complex early help prevention intervention health education"
    " transport planning environment regeneration adults children childrens communities corporate digital customer"
    " libraries leisure youth organisational workforce wellbeing public adult social inclusion equality equalities"
    " diversity governance audit performance intelligence insight engagement participation democratic property highways"
    " parks management leadership recruitment business"
)
# What a service, a team or a body may be called; in no one's name. Words in -tion need not stand here.
_MORE_OFFICE_WORDS = _set(
    "abuse access accessibility achievement after antisocial anti-social archive behaviour camera cleaner diversion"
    " listening looked-after monitoring rented room software sourcing streets value values work youth-work accommodation"
    " accountancy accounts action acute additional administrative admissions advice advocacy affairs ageing alcohol"
    " analytics antenatal anti-racism anti-racist antiracism apprenticeships archives area areas armed army arts"
    " assessment assessments assets asylum attendance authority autism awareness belonging benefits bereavement bme body"
    " borough brokerage budget building buildings campaigns capital caretaking caring casework catering central centre"
    " centres change charges chief civic civil cleaning cleansing climate clinical cohesion collective college commercial"
    " commission committees community complaints compliance conduct consortium contact contract contracts control core"
    " councils county court courts creative crime criminal culture cultural customers custody cyber data debt decision"
    " delivery departments design direct directorates disabilities disability disabled district divisions domestic door"
    " drugs economic economy educational edge effectiveness electoral emergency employee employment empowerment enablement"
    " energy enforcement enterprise environmental equity establishment estate estates ethics ethnic events evidence"
    " executive experience external facilities family federation financial food force forces forensic forums forward"
    " fostering foundation freedom front frontline funding gender general global government grounds growth gypsy hate"
    " healthcare healthy heritage highway homeless homelessness homes hospital hospitals household hubs human ict impact"
    " improvement income independent industrial information infrastructure initiatives inspectorate institute insurance"
    " integrated intelligence internal international investment involvement it joint land-use landlord language"
    " languages leasehold leaving lettings liaison library licensing life lifelong lifestyles litigation living local"
    " localities locality looked maintenance magistrates marketing markets maternity media medical medicine members mental"
    " mentoring midwifery mission misuse mobility modernisation multi-agency museum museums national needs neighbourhood"
    " neighbourhoods networks nhs nursery nursing occupational older operational operations options outcomes outreach"
    " overview parenting parking participatory partnering partnerships patient patients patrol pay payments payroll"
    " pensions people peer permanency pharmacy physical place-based placement placements police policing portfolio"
    " positive press primary private procedures professional programme programmes project projects provision"
    " psychiatry psychology quality race racial reablement reception records recovery recycling reduction refugee refugees"
    " refuse registrars regulatory rehousing relations religion rents repairs representatives research resettlement"
    " residential residents resident resilience respite response responsive revenues reward rights risk roads rough"
    " rural safer safety scheme school science scrutiny search secondary section sector secure security send senior"
    " sensory sexual sheltered skills sleeping smoking society spaces special specialist speak sport sports staff staffing"
    " stakeholder standards statutory stop strategic streetscene student students study substance supervision supply"
    " supported supporting surgery surveillance sustainability system systems taskforce tax territorial teaching"
    " technology temporary tenancy tenant tenants theatre therapies therapy third town townscape trading traffic training"
    " traveller travellers travel treasury treatment undertaking union unions universal university up urban victim victims"
    " violence virtual voice voluntary volunteer volunteering volunteers wards waste web welfare wellness wide women"
    " womens men mens workforces workplace works workstream years"
)
OFFICE_WORDS = TEAM_WORDS | _MORE_OFFICE_WORDS
# ... but these are also people's names: alone they say nothing, beside an office word they belong to it.
NAMES_TOO = _set(
    "justice trust early young green parks park law grants grant street lane lanes wood hill church hall temple castle"
    " court page price bishop dean constable sergeant major ward chambers west north south east bridge field fields waters"
    " banks forest rivers child fleet jobs day place land pride unity liberty progress knowledge success charity faith"
    " hope talent champion mayor nurse head warden guardian steward clerk commander case english london england quarry"
    " cross key pool post roma case ally"
)
FORENAMES_TOO = _set("dean grant hope faith justice liberty charity roma ally early")
PLACES_TOO = _set(
    "street lane lanes park parks church hall court bridge field fields quarry castle temple trust early"
)
LAST_OF_A_TEAM = _set("parks trust grants lanes law pride")  # at the end of two words: perhaps no surname

# The last word of a team, a body or an institution.
OWN_TEAMS = _set(
    "smt dmt cmt slt elt emt clt team teams service services unit units department departments directorate directorates"
    " division office group groups"
)
BODIES = _set(
    "board boards forum forums committee committees panel panels network networks partnership partnerships council"
    " councils cabinet trust trusts hub hubs alliance alliances association associations academy academies school schools"
    " college colleges university hospital hospitals federation federations society union unions consortium consortia"
    " authority police constabulary commission taskforce collective foundation institute centre library museum nursery"
    " surgery inspectorate charity charities ltd limited plc llp cic partners"
)
TEAM_LETTERS = _set(
    "hr od it ict pmo smt slt clt dmt cmt elt emt asc csc edi ed&i nhs icb ccg csp mash yos yot yjs psd snt vru cvs dwp"
    " mps opcc sab lscp send sen vawg prevent ics pcn phe ukhsa lga qa l&d hra ppe"
)
POST_LETTERS = _set(
    "sro ceo cfo coo cio cto cpo dcs dass dph hrbp senco pcc ceso cno cmo md ned neds s151 dpo"
)

PLURAL_POSTS = _set(
    "directors managers officers heads leads advocates ambassadors champions partners coordinators co-ordinators advisers"
    " advisors chairs facilitators supervisors governors members leaders staff practitioners workers teachers headteachers"
    " everyone colleagues owners councillors consultants all matrons nurses doctors midwives clinicians guardians"
    " executives inspectors sergeants superintendents constables commanders secretaries analysts administrators trainers"
    " representatives reps trustees solicitors lawyers planners surveyors wardens allies sponsors commissioners principals"
    " senior-managers employees"
)
POSTS = _set(
    "manager officer director facilitator chair lead coordinator co-ordinator consultant adviser advisor partner"
    " executive ceo commissioner secretary administrator analyst supervisor leader principal practitioner specialist"
    " assistant deputy owner sponsor business-partner worker trainer governor member headteacher superintendent inspector"
    " matron midwife clinician psychologist psychiatrist therapist registrar pharmacist paramedic solicitor lawyer"
    " accountant auditor planner surveyor librarian caretaker apprentice trainee ambassador advocate "
    " chairman chairwoman chairperson co-chair vice-chair treasurer trustee president coroner monitoring-officer operator"
    " cleaner ranger developer designer editor buyer recruiter negotiator interpreter reviewer tutor lecturer"
    " visitor mentor responder teacher architect technician strategist investigator co-lead"
)
POSTS_AND_NAMES = _set(
    "head champion mayor nurse warden guardian steward clerk constable sergeant commander holder ally driver porter engineer"
    " coach"
)
SMALL = _set("and of the for & in to a on with s")
