/** Invented names of persons. */

export const givenNames = [
  ...['Ada', 'Alan', 'Amara', 'Anna', 'Arjun', 'Asa', 'Ben', 'Carla', 'Chen', 'Clara', 'Daria', 'David'],
  ...['Elif', 'Emil', 'Emma', 'Fatima', 'Felix', 'Finn', 'Grace', 'Hana', 'Hugo', 'Ida', 'Ines', 'Ivan'],
  ...['Jana', 'Jonas', 'Jun', 'Kaia', 'Kofi', 'Lara', 'Leo', 'Lina', 'Luca', 'Maja', 'Malik', 'Mara'],
  ...['Mina', 'Nadia', 'Nils', 'Noor', 'Olga', 'Omar', 'Paul', 'Priya', 'Rafael', 'Rosa', 'Sami', 'Sara'],
  ...['Sofia', 'Tara', 'Theo', 'Tomas', 'Uma', 'Vera', 'Viktor', 'Wren', 'Yara', 'Yusuf', 'Zara', 'Zoe'],
] as const;

export const familyNames = [
  ...['Abara', 'Adler', 'Aydin', 'Bauer', 'Becker', 'Berg', 'Brandt', 'Castro', 'Cohen', 'Costa', 'Dahl'],
  ...['Demir', 'Diaz', 'Duarte', 'Eriksen', 'Evans', 'Fischer', 'Fontana', 'Garcia', 'Gruber', 'Haas'],
  ...['Haddad', 'Hansen', 'Horvat', 'Ito', 'Ivanova', 'Jansen', 'Kaya', 'Khan', 'Kim', 'Klein', 'Kowalski'],
  ...['Larsen', 'Lopez', 'Marino', 'Mensah', 'Meyer', 'Moreau', 'Nakamura', 'Nguyen', 'Novak', 'Okafor'],
  ...['Olsen', 'Park', 'Patel', 'Petrov', 'Quinn', 'Ramos', 'Rossi', 'Sato', 'Silva', 'Singh', 'Sorensen'],
  ...['Tanaka', 'Torres', 'Urban', 'Vogel', 'Walker', 'Weber', 'Wong', 'Yilmaz', 'Young', 'Zhang'],
] as const;

/** Length of the longest name. */
export const maxNameCharacters =
  Math.max(...givenNames.map(({ length }) => length)) +
  1 +
  Math.max(...familyNames.map(({ length }) => length));
