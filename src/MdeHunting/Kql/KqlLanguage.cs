namespace MdeHunting.Kql;

/// <summary>Reads <c>kql-language.txt</c>, which says what its sections are.</summary>
internal sealed class KqlLanguage
{
    private static readonly char[] Blanks = [' '];

    private readonly List<CompletionItem> _operatorItems = [];
    private readonly List<CompletionItem> _statementItems = [];
    private readonly List<CompletionItem> _infixItems = [];
    private readonly List<(CompletionItem Item, KqlInfixKind Kind)> _betweenItems = [];
    private readonly List<CompletionItem> _joinItems = [];
    private readonly List<string> _deniable = [];
    private readonly List<string> _joins = [];
    private KqlOperator? _operator;

    private KqlLanguage() { }

    /// <summary>The operators, by name.</summary>
    public Dictionary<string, KqlOperator> Operators { get; } = new(StringComparer.Ordinal);

    /// <summary>The functions and the words that are none, by name.</summary>
    public Dictionary<string, KqlWord> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>What other languages and older versions call functions, and what each is here.</summary>
    public Dictionary<string, string> OtherFunctions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What they call operators.</summary>
    public Dictionary<string, string> OtherOperators { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What they call kinds of a join.</summary>
    public Dictionary<string, string> OtherJoins { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What they write between two values.</summary>
    public Dictionary<string, string> OtherInfixes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long the longest name of a literal's type is.</summary>
    public int LongestLiteral { get; private set; }

    /// <summary>The kinds of a join.</summary>
    public IReadOnlyList<string> Joins => _joins;

    /// <summary>The infixes that may have a <c>!</c> ahead.</summary>
    public IReadOnlyCollection<string> Deniable => _deniable;

    /// <summary>The operators that are suggested, the likeliest first.</summary>
    public IReadOnlyList<CompletionItem> OperatorItems => _operatorItems;

    /// <summary>The words that begin a statement and are suggested.</summary>
    public IReadOnlyList<CompletionItem> StatementItems => _statementItems;

    /// <summary>The infixes that are suggested and are words.</summary>
    public IReadOnlyList<CompletionItem> InfixItems => _infixItems;

    /// <summary>The signs and the words that are suggested between two values, with how each treats them.</summary>
    public IReadOnlyList<(CompletionItem Item, KqlInfixKind Kind)> BetweenItems => _betweenItems;

    /// <summary>The kinds of a join that are suggested.</summary>
    public IReadOnlyList<CompletionItem> JoinItems => _joinItems;

    /// <summary>Reads it.</summary>
    public static KqlLanguage Read()
    {
        using var stream = typeof(KqlLanguage).Assembly.GetManifestResourceStream("kql-language.txt")!;
        using var reader = new StreamReader(stream);
        var language = new KqlLanguage();
        var section = string.Empty;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == ' ')
            {
                language.Add(section, line);
                continue;
            }

            section = line;
        }

        return language;
    }

    // Few methods, since this is compiled when the first query runs.
    private void Add(string section, string line)
    {
        var fields = Fields(line);
        switch (section)
        {
            case "operator":
                AddOperator(fields, isWord: line[2] == ' ');
                break;
            case "statement":
                Suggest(_statementItems, fields, 2, CompletionItemKind.Operator);
                AddWords(section, fields);
                break;
            case "infix":
                AddInfix(fields);
                break;
            case "comparison":
                _betweenItems.Add((new CompletionItem(fields[0], CompletionItemKind.Keyword, fields[2]), (KqlInfixKind)Parse(typeof(KqlInfixKind), fields[1])));
                break;
            case "join":
                _joins.Add(fields[0]);
                Suggest(_joinItems, fields, 2, CompletionItemKind.Keyword);
                AddWords(section, fields);
                break;
            case "otherfunction":
                AddOthers(OtherFunctions, fields);
                break;
            case "otheroperator":
                AddOthers(OtherOperators, fields);
                break;
            case "otherjoin":
                AddOthers(OtherJoins, fields);
                break;
            case "otherinfix":
                AddOthers(OtherInfixes, fields);
                break;
            default:
                AddWords(section, fields);
                break;
        }
    }

    // What is known of each of some words.
    private void AddWords(string section, string[] fields)
    {
        var what = section switch
        {
            "statement" => Parse(typeof(KqlBeginning), fields[1]),
            "join" => Parse(typeof(KqlJoinRows), fields[1]),
            "source" => Parse(typeof(KqlSource), fields[1]),
            "shape" => Parse(typeof(KqlPluginRows), fields[1]),
            "literal" => Parse(typeof(KqlLiteral), fields[1]),
            "value" => Parse(typeof(KqlValue), fields[1]),
            "name" => fields[1],
            "rows" => KqlWordPlaces.BeforeRows,
            "within" => KqlWordPlaces.Within,
            "open" => KqlWordPlaces.Last,
            "continuing" => KqlWordPlaces.Continuing,
            "condition" => KqlWordPlaces.BeforeCondition,
            "key" => KqlWordPlaces.EndOfKey,
            "group" => KqlWordPlaces.OfGroup,
            _ => Parse(typeof(KqlFunctionKind), section),
        };
        foreach (var name in fields[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            var word = Word(name);
            switch (what)
            {
                case KqlFunctionKind kind:
                    word.Function = kind;
                    break;
                case KqlWordPlaces place:
                    word.Places |= place;
                    break;
                case KqlBeginning beginning:
                    word.Beginning = beginning;
                    break;
                case KqlJoinRows rows:
                    word.Join = rows;
                    break;
                case KqlSource source:
                    word.Source = source;
                    break;
                case KqlPluginRows rows:
                    word.Plugin = rows;
                    word.PluginColumns = Field(fields, 2);
                    break;
                case KqlValue value:
                    word.Value = value;
                    word.Unit = Field(fields, 2);
                    break;
                case string prefix:
                    word.Prefix = prefix;
                    break;
                case KqlLiteral literal:
                    word.Literal = literal;
                    LongestLiteral = Math.Max(LongestLiteral, name.Length);
                    break;
            }
        }
    }

    private void AddOperator(string[] fields, bool isWord)
    {
        if (isWord)
        {
            _operator!.Add(fields[0], Field(fields, 1), Field(fields, 2)?.Split(Blanks));
            return;
        }

        var name = fields[0].Split(Blanks)[0];
        _operator = new KqlOperator(
            name,
            fields[0],
            (KqlArguments)Parse(typeof(KqlArguments), fields[1]),
            (KqlColumnEffect)Parse(typeof(KqlColumnEffect), fields[2]),
            (KqlRowEffect)Parse(typeof(KqlRowEffect), fields[3])
        );
        Operators.Add(name, _operator);
        Suggest(_operatorItems, fields, 4, CompletionItemKind.Operator);
    }

    private void AddInfix(string[] fields)
    {
        if (fields[1] == "deniable")
        {
            _deniable.Add(fields[0]);
        }

        var match = (KqlTextMatch)Parse(typeof(KqlTextMatch), fields[2]);
        if (match != KqlTextMatch.None)
        {
            var word = Word(fields[0].Split(Blanks)[0]);
            word.Match = match;
            word.Infix = fields[0];
        }

        if (Field(fields, 4) is { } what)
        {
            var item = new CompletionItem(fields[0], CompletionItemKind.Keyword, what);
            _infixItems.Add(item);
            _betweenItems.Add((item, (KqlInfixKind)Parse(typeof(KqlInfixKind), fields[3])));
        }
    }

    private static void AddOthers(Dictionary<string, string> others, string[] fields)
    {
        foreach (var name in fields[0].Split(Blanks))
        {
            others.Add(name, fields[1]);
        }
    }

    private static void Suggest(List<CompletionItem> items, string[] fields, int meaning, CompletionItemKind kind)
    {
        if (Field(fields, meaning) is { } what)
        {
            items.Add(new CompletionItem(fields[0], kind, what));
        }
    }

    private static string? Field(string[] fields, int index) => index < fields.Length ? fields[index] : null;

    private static string[] Fields(string line)
    {
        var fields = line.Split('|');
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = fields[i].Trim();
        }

        return fields;
    }

    private KqlWord Word(string name)
    {
        if (!Words.TryGetValue(name, out var word))
        {
            Words.Add(name, word = new KqlWord());
        }

        return word;
    }

    private static object Parse(Type type, string text) => Enum.Parse(type, text, ignoreCase: true);
}
