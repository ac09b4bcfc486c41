"""Rows of plans that nobody wrote, of several bodies: what the layouts are filled with."""

from __future__ import annotations

from tests.documents.layouts import Said

COUNCIL = (
    Said(
        "Open doors",
        "Walk each park with residents and write down what they say about safety",
        "Ada Lark",
        "May 2026",
        "Two walks were held in spring.",
    ),
    Said(
        "Open doors",
        "Publish the waiting times of every service by ethnic group",
        "Head of Data and Insight",
        "By end of March 2026",
        "Draft tables are ready.",
    ),
    Said(
        "Open doors", "Review the letters that we send about rent arrears", "Housing Options", "Ongoing", ""
    ),
    Said(
        "Fair work",
        "Train every manager who sits on an interview panel",
        "Ben Mossop, Human Resources",
        "Q3 2026/27",
        "In progress",
    ),
    Said(
        "Fair work",
        "Set up a mentoring scheme for staff in grades 1 to 5",
        "Learning and Development",
        "September 2026",
        "Not started",
    ),
    Said("Fair work", "Report the pay gap by ethnic group each year", "Human Resources", "By 2027", ""),
    Said(
        "Trusted partners",
        "Write the equality clause into all new contracts over £100,000",
        "Head of Procurement",
        "1 June 2026",
        "Completed April 2026.",
    ),
    Said(
        "Trusted partners",
        "Hold a yearly meeting with voluntary organisations",
        "Cara Finch",
        "TBC",
        "A venue was found.",
    ),
)
HOSPITAL = (
    Said(
        "Recruitment",
        "Advertise all posts of band 8a and above on community job boards",
        "Recruitment Manager",
        "31 March 2026",
        "All posts since January were advertised there.",
    ),
    Said(
        "Recruitment",
        "Anonymise applications until the shortlist is agreed",
        "Workforce Systems Team",
        "2026/27",
        "Underway",
    ),
    Said(
        "Recruitment",
        "Ensure that each panel has a trained inclusion representative",
        "Deputy Director of People",
        "December 2026",
        "",
    ),
    Said(
        "Disciplinary action",
        "Introduce a checklist before any formal investigation begins",
        "Employee Relations Manager",
        "July 2026",
        "The checklist was tried on three wards.",
    ),
    Said(
        "Disciplinary action",
        "Publish the number of cases each quarter",
        "Employee Relations Manager",
        "Quarterly",
        "",
    ),
    Said(
        "Leadership",
        "Appoint a member of the board as sponsor of the staff network",
        "Chief Executive",
        "Completed",
        "Dr Eve Marlow took it on in May.",
    ),
)
COLLEGE = (
    Said("Represented", "Recruit two student ambassadors in every faculty", "", "2025/26", ""),
    Said("Represented", "Invite schools to the autumn open day", "", "2026/27", ""),
    Said("Respected", "Redesign the complaints procedure with students", "", "2025/26", ""),
    Said("Respected", "Publish the outcome of complaints in a yearly report", "", "2026/27", ""),
    Said("Respected", "Train all personal tutors in how to respond", "", "2027/28", ""),
    Said("Rewarded", "Review the criteria for the teaching prize", "", "2026/27", ""),
)
BODIES = {"council": COUNCIL, "hospital": HOSPITAL}
