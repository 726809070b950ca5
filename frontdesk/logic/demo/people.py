"""Names for the demo practice's patients: what a register in New England really holds, accents and all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that go together: how often (in a hundred households), family names, women's and men's given names.

    `language` is the one some of these patients need an interpreter for, or empty.
    """

    share: int
    family: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    language: str = ""


def _origin(share: int, family: str, women: str, men: str, language: str = "") -> Origin:
    def listed(text: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in " ".join(text.split()).split(","))

    return Origin(share, listed(family), listed(women), listed(men), language)


ORIGINS: tuple[Origin, ...] = (
    _origin(
        30,
        """Abbott, Adams, Bailey, Baker, Barnes, Bennett, Brooks, Brown, Carter, Clark, Cole, Cooper, Davis,
        Edwards, Ellis, Evans, Fisher, Foster, Grant, Gray, Hall, Harris, Hayes, Hill, Howard, Hughes,
        Jenkins, Johnson, Jones, King, Lewis, Marsh, Miller, Mitchell, Moore, Morgan, Nelson, Parker, Perry,
        Phillips, Price, Reed, Roberts, Robinson, Russell, Sanders, Scott, Shaw, Smith, Stewart, Stone,
        Sullivan-Reed, Taylor, Thomas, Thompson, Turner, Walker, Ward, Watson, White, Whitfield-Jones,
        Williams, Wilson, Wood, Wright, Young""",
        """Abigail, Amanda, Amy, Anna, Barbara, Beth, Carol, Caroline, Catherine, Charlotte, Claire, Deborah,
        Diane, Donna, Dorothy, Elizabeth, Ella, Emily, Emma, Grace, Hannah, Heather, Helen, Jane, Janet,
        Jennifer, Jessica, Joan, Judith, Julia, June, Karen, Katherine, Kelly, Laura, Linda, Lisa, Lucy,
        Margaret, Mary, Mary Ann, Megan, Michelle, Nancy, Olivia, Pamela, Patricia, Rachel, Rebecca, Ruth,
        Sarah, Sharon, Sophie, Susan, Virginia, Zoe""",
        """Aaron, Adam, Alan, Andrew, Anthony, Arthur, Benjamin, Brian, Carl, Charles, Christopher, Daniel,
        David, Dennis, Donald, Douglas, Edward, Eric, Ethan, Frank, Gary, George, Gregory, Harold, Henry,
        Jack, Jacob, James, Jason, Jeffrey, John, Jon, Jonathan, Joseph, Joshua, Keith, Kevin, Lawrence,
        Mark, Matthew, Michael, Nathan, Noah, Owen, Paul, Peter, Philip, Richard, Robert, Roger, Samuel,
        Scott, Stephen, Steven, Theodore, Thomas, Timothy, Walter, William""",
    ),
    _origin(
        11,
        """Banks, Booker, Coleman, Dixon, Franklin, Gaines, Harris, Jackson, Jefferson, Johnson, Joseph,
        Marshall, Mosley, Powell, Randolph, Robinson, Simmons, Washington, Williams, Wallace""",
        """Aaliyah, Alicia, Angela, Brianna, Dominique, Ebony, Gloria, Imani, Jada, Jasmine, Keisha, Kiara,
        Latoya, Monique, Nia, Shanice, Tamika, Tiana, Vanessa, Yolanda""",
        """Andre, Calvin, Curtis, Darius, Darnell, Demetrius, DeShawn, Elijah, Isaiah, Jalen, Jamal, Leroy,
        Malcolm, Marcus, Maurice, Reggie, Terrence, Trevon, Tyrone, Xavier""",
    ),
    _origin(
        17,
        """Acosta, Álvarez, Castillo, Colón, Cruz, de la Cruz, De León, Díaz, Espinoza, Fernández, Figueroa,
        Flores, García, Gómez, González, Guzmán, Hernández, Jiménez, López, Maldonado, Martínez, Medina,
        Mejía, Méndez, Morales, Muñoz, Núñez, Ortiz, Pagán, Peña, Pérez, Quiñones, Ramírez, Ramos, Reyes,
        Ríos, Rivera, Rodríguez, Rosario, Sánchez, Santiago, Torres, Vázquez, Vega, Zúñiga""",
        """Adriana, Alejandra, Ana, Ana María, Beatriz, Camila, Carmen, Daniela, Elena, Esperanza, Gabriela,
        Guadalupe, Inés, Isabel, Josefina, Lucía, Luz, Maite, María, María José, Marisol, Noemí, Paola,
        Rosa, Sofía, Valentina, Xiomara, Yesenia""",
        """Alejandro, Andrés, Ángel, Antonio, Carlos, César, Diego, Eduardo, Enrique, Esteban, Fernando,
        Francisco, Héctor, Iván, Javier, Jesús, Joaquín, Jorge, José, José Luis, Juan, Juan Carlos, Luis,
        Manuel, Mateo, Miguel, Óscar, Rafael, Ramón, Raúl, Sergio, Víctor""",
        "Spanish",
    ),
    _origin(
        9,
        """Brennan, Byrne, Callahan, Connolly, Cullen, Doherty, Donovan, Doyle, Fitzgerald, Flanagan, Flynn,
        Hurley, Keane, Kelleher, Kennedy, MacDonald, McCarthy, McDonough, McGrath, McKenna, Murphy, Nolan,
        O'Brien, O'Connell, O'Connor, O'Dea, O'Donnell, O'Leary, O'Neill, O'Shea, Quinn, Regan, Sheehan,
        Sullivan, Tierney, Walsh""",
        """Aoife, Bridget, Caitlin, Colleen, Deirdre, Eileen, Fiona, Kathleen, Maeve, Maureen, Moira, Niamh,
        Noreen, Nora, Órla, Roisin, Sheila, Shannon, Sinéad, Siobhán""",
        """Aidan, Brendan, Cormac, Colm, Conor, Cillian, Declan, Desmond, Eamon, Finn, Francis, Gerard, Kieran,
        Liam, Padraig, Patrick, Rory, Ronan, Seán, Terence""",
    ),
    _origin(
        7,
        """Bianchi, Bruno, Caruso, Colombo, Conti, D'Agostino, D'Amico, D'Angelo, De Luca, Di Pietro, DiNapoli,
        Esposito, Ferrara, Gallo, Giordano, Greco, LoPresti, Lombardi, Mancini, Marino, Messina, Moretti,
        Palumbo, Ricci, Rossi, Russo, Santoro, Tedesco, Vitale""",
        """Angela, Antonella, Bianca, Carla, Concetta, Francesca, Gina, Giulia, Lidia, Lucia, Maria, Marina,
        Rita, Rosa, Silvana, Teresa""",
        """Alfonso, Anthony, Carlo, Carmine, Dante, Dominic, Enzo, Giovanni, Leonardo, Luca, Marco, Mario,
        Nicola, Pasquale, Rocco, Salvatore, Vincent, Vito""",
    ),
    _origin(
        6,
        """Almeida, Amaral, Araújo, Barros, Cabral, Carvalho, Conceição, Correia, da Silva, Dias, dos Santos,
        Fernandes, Ferreira, Gonçalves, Magalhães, Medeiros, Moniz, Oliveira, Pacheco, Pereira, Rego,
        Rodrigues, Simões, Sousa, Tavares, Teixeira""",
        """Ana, Beatriz, Conceição, Fátima, Filomena, Inês, Joana, Lídia, Lourdes, Luísa, Mariana, Natália,
        Rita, Teresa, Vânia""",
        """Afonso, António, Armando, Carlos, Duarte, Fernando, Gonçalo, João, Joaquim, José, Luís, Manuel,
        Nuno, Rui, Tiago""",
        "Portuguese",
    ),
    _origin(
        4,
        """Bąk, Dąbrowski, Gajewski, Górski, Kaczmarek, Kowalczyk, Kowalski, Krawczyk, Lewandowski, Łukasik,
        Malinowski, Nowak, Novák, Pawlak, Sadowski, Sobczak, Szymański, Wiśniewski, Wójcik, Zając, Ivanov,
        Petrenko, Horvat, Szabó""",
        """Agnieszka, Anna, Barbara, Danuta, Ewa, Halina, Irena, Jadwiga, Katarzyna, Krystyna, Małgorzata,
        Olena, Stanisława, Zofia""",
        """Andrzej, Bogdan, Jan, Janusz, Józef, Kazimierz, Krzysztof, Łukasz, Marek, Oleg, Paweł, Petr, Piotr,
        Stanisław, Tomasz, Zbigniew""",
        "Polish",
    ),
    _origin(
        5,
        """Antoine, Augustin, Baptiste, Beauchamp, Bélanger, Bernard, Bouchard, Charles, Côté, Desrosiers,
        Dubois, Étienne, Fontaine, François, Gagné, Jean-Baptiste, Jean-Louis, Lévesque, L'Heureux,
        Ouellette, Pierre, Saint-Fleur, St. Pierre, Toussaint, Théberge""",
        """Adèle, Chantal, Claudette, Elodie, Françoise, Geneviève, Ghislaine, Hélène, Marie-Claire, Marie-Ève,
        Mireille, Mona, Nadège, Noëlle, Rose-Laure, Yvonne, Zoé""",
        """André, Benoît, Emmanuel, Étienne, Fritz, Gérard, Jacques, Jean-Claude, Jean-Marc, Léon, Luc, Marcel,
        Olivier, Réginald, René, Wilfrid, Yves""",
        "Haitian Creole",
    ),
    _origin(
        3,
        """Bui, Dang, Do, Hoang, Le, Ngo, Nguyễn, Nguyen, Pham, Phan, Tran, Truong, Vo, Vu""",
        """Anh, Hanh, Kim Chi, Lan, Linh, Mai, My, Ngoc, Phuong, Thuy, Trang""",
        """Andrew, Bao, Duc, Dung, Hung, Khoa, Long, Minh, Peter, Quang, Tai, Thanh, Tuan""",
        "Vietnamese",
    ),
    _origin(
        3,
        """Chan, Chang, Chen, Cheung, Ho, Huang, Lam, Lee, Li, Lin, Liu, Lu, Ma, Ng, Wang, Wong, Wu, Yang,
        Zhang, Zhao, Zhou""",
        """Fang, Grace, Hui-min, Jing, Lan, Mei, Wei, Xiu, Yan, Ying""",
        """Chi-wai, Jun, Kevin, Ming, Raymond, Wei, Wen-hao, Xin, Yong""",
        "Mandarin",
    ),
    _origin(
        2,
        """Choi, Fukuda, Ito, Jung, Kang, Kim, Lim, Oh, Park, Sato, Tanaka, Yi, Yoon""",
        """Eun-ji, Grace, Ha-eun, Hana, Mi-sook, Min-ji, Soo-jin, Yuki""",
        """Haruto, Hiro, Jae-won, Ji-hoon, Ken, Min-ho, Peter, Sang-woo""",
    ),
    _origin(
        4,
        """Ahmed, Banerjee, Chowdhury, Das, Desai, Gupta, Hossain, Iyer, Kapoor, Khan, Krishnan, Mehta, Nair,
        Patel, Rahman, Rao, Reddy, Shah, Sharma, Singh, Subramaniam, Thapa, Verma""",
        """Aditi, Aisha, Anjali, Deepa, Divya, Farzana, Gita, Kavita, Lakshmi, Meera, Nisha, Padma, Pooja,
        Priya, Shreya, Sunita, Uma""",
        """Ajay, Amit, Anand, Arjun, Deepak, Imran, Harpreet, Krishna, Manish, Naveen, Rahul, Rajesh, Ravi,
        Rohan, Sanjay, Suresh, Vikram, Zahir""",
    ),
    _origin(
        4,
        """Abboud, Abdi, Abdullah, Al-Sayed, Aziz, Darwish, El-Amin, El Hage, Farah, Haddad, Hassan, Hussein,
        Khalil, Khoury, Mansour, Mohamed, Nasser, Rahimi, Saleh, Salim, Tadesse, Warsame, Yusuf, Bekele,
        Okonkwo, Osei, Mensah, Adeyemi, N'Diaye""",
        """Abena, Adaeze, Aisha, Ama, Amina, Fatima, Halima, Hawa, Ifrah, Leila, Lina, Maryam, Mona, Nadia,
        Nour, Rania, Salma, Samira, Yasmin, Zahra""",
        """Abdirahman, Ahmad, Ali, Chidi, Dawit, Emeka, Hamza, Ibrahim, Karim, Khalid, Kofi, Kwame, Mohamed,
        Nabil, Omar, Rami, Sami, Tariq, Yohannes, Youssef""",
        "Arabic",
    ),
    _origin(
        1,
        """Ahuna, Faleolo, Kahananui, Kahoʻolawe, Kaʻahumanu, Tuʻipulotu""",
        """Kalea, Leilani, Malia, Mele, Noelani""",
        """Kaleo, Keoni, Makoa, Sione""",
    ),
    _origin(
        1,
        """Begay, Blackhorse, Tsosie, Two Eagles, Papadopoulos, Kazarian, Öztürk, Yıldız""",
        """Anna, Ayşe, Elif, Eleni, Sona, Winona""",
        """Aram, Emre, Mehmet, Nikos, Samuel, Thomas""",
    ),
    _origin(
        1,
        """Lindström, MacKenzie, Müller, Sørensen, van der Berg, von Hagen""",
        """Astrid, Fiona, Ingrid, Karin, Sofie""",
        """Anders, Duncan, Jürgen, Lars, Søren""",
    ),
)
"""Who lives around Elm Street."""

NAMESAKES = (
    ("García", "María", "F", 3),
    ("Smith", "John", "M", 3),
    ("Murphy", "Patrick", "M", 2),
    ("Nguyen", "Linh", "F", 2),
    ("Johnson", "Mary", "F", 2),
    ("Patel", "Priya", "F", 2),
    ("Davis", "James", "M", 2),
    ("Kim", "Min-ji", "F", 2),
)
"""People who share a whole name without being related: family, given, sex, how many."""

ALERTS = (
    "Allergic to latex",
    "Allergic to penicillin",
    "Deaf: book an ASL interpreter",
    "Do not leave messages with family",
    "Needs a ground-floor room",
    "On warfarin",
    "Severe peanut allergy",
    "Wheelchair",
)
"""What everybody must see at a glance."""

NOTES = (
    "Afraid of needles; ask for Joan.",
    "Arrives by the 9:20 bus.",
    "Blind in the left eye; walk along to the room.",
    "Call the mobile first.",
    "Daughter drives; call her to confirm.",
    "Hard of hearing; face the patient when speaking.",
    "Insurance card is photocopied every January.",
    "Leaves messages unread; call twice.",
    "Moving to Worcester in spring.",
    "Pays by check.",
    "Prefers mornings.",
    "Prefers the last appointment of the day.",
    "Prefers to be called by the middle name.",
    "School form due in August.",
    "Works nights; don't call before noon.",
)
"""What a receptionist writes down."""
