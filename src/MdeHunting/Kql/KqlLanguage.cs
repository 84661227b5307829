namespace MdeHunting.Kql;

/// <summary>Reads <c>kql-language.txt</c>, which says what its sections are.</summary>
internal sealed class KqlLanguage
{
    private static readonly char[] Blanks = [' '];

    private readonly List<CompletionItem> _operatorItems = [];
    private readonly List<CompletionItem> _statementItems = [];
    private readonly List<CompletionItem> _infixItems = [];
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

    /// <summary>The operators that compare two texts in a way, the likeliest of each.</summary>
    public Dictionary<KqlTextMatch, string> Matches { get; } = [];

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

    /// <summary>The infixes that are suggested.</summary>
    public IReadOnlyList<CompletionItem> InfixItems => _infixItems;

    /// <summary>The kinds of a join that are suggested.</summary>
    public IReadOnlyList<CompletionItem> JoinItems => _joinItems;

    /// <summary>Reads it.</summary>
    public static KqlLanguage Read()
    {
        using var stream = typeof(KqlLanguage).Assembly.GetManifestResourceStream("kql-language.txt")!;
        using var reader = new StreamReader(stream);
        var language = new KqlLanguage();
        var add = default(Action<string>)!;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == ' ')
            {
                add(line);
            }
            else
            {
                add = language.Section(line);
            }
        }

        return language;
    }

    private Action<string> Section(string name)
    {
        switch (name)
        {
            case "operator":
                return AddOperator;
            case "statement":
                return AddStatement;
            case "infix":
                return AddInfix;
            case "join":
                return AddJoin;
            case "rows":
                return line => Each(line, static word => word.Places |= KqlWordPlaces.BeforeRows);
            case "continuing":
                return line => Each(line, static word => word.Places |= KqlWordPlaces.Continuing);
            case "condition":
                return line => Each(line, static word => word.Places |= KqlWordPlaces.BeforeCondition);
            case "key":
                return line => Each(line, static word => word.Places |= KqlWordPlaces.EndOfKey);
            case "source":
                return AddSource;
            case "literal":
                return AddLiteral;
            case "value":
                return AddValue;
            case "otherfunction":
                return line => AddOthers(OtherFunctions, line);
            case "otheroperator":
                return line => AddOthers(OtherOperators, line);
            case "otherjoin":
                return line => AddOthers(OtherJoins, line);
            case "within":
                return line => Each(line, static word => word.Places |= KqlWordPlaces.Within);
            case "open":
                return line => Each(line, static word => word.Places |= KqlWordPlaces.Last);
            default:
                var kind = (KqlFunctionKind)Parse(typeof(KqlFunctionKind), name);
                return line => Each(line, word => word.Function = kind);
        }
    }

    private void AddOperator(string line)
    {
        var fields = Fields(line);
        if (line[2] == ' ')
        {
            _operator!.Add(fields[0], Field(fields, 1));
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

    private void AddStatement(string line)
    {
        var fields = Fields(line);
        Word(fields[0]).Beginning = (KqlBeginning)Parse(typeof(KqlBeginning), fields[1]);
        Suggest(_statementItems, fields, 2, CompletionItemKind.Operator);
    }

    private void AddInfix(string line)
    {
        var fields = Fields(line);
        if (fields[1] == "deniable")
        {
            _deniable.Add(fields[0]);
        }

        var match = (KqlTextMatch)Parse(typeof(KqlTextMatch), fields[2]);
        if (match != KqlTextMatch.None)
        {
            var parts = fields[0].Split(Blanks);
            var word = Word(parts[0]);
            word.Match = match;
            word.MatchLength = parts.Length;
            if (!Matches.ContainsKey(match))
            {
                Matches.Add(match, fields[0]);
            }
        }

        Suggest(_infixItems, fields, 3, CompletionItemKind.Keyword);
    }

    private void AddJoin(string line)
    {
        var fields = Fields(line);
        _joins.Add(fields[0]);
        Word(fields[0]).Join = (KqlJoinRows)Parse(typeof(KqlJoinRows), fields[1]);
        Suggest(_joinItems, fields, 2, CompletionItemKind.Keyword);
    }

    private void AddSource(string line)
    {
        var fields = Fields(line);
        var source = (KqlSource)Parse(typeof(KqlSource), fields[1]);
        Each(fields[0], word => word.Source = source);
    }

    private void AddLiteral(string line)
    {
        var fields = Fields(line);
        var literal = (KqlLiteral)Parse(typeof(KqlLiteral), fields[1]);
        Each(fields[0], word => word.Literal = literal);
        LongestLiteral = Math.Max(LongestLiteral, fields[0].Split(Blanks).Max(name => name.Length));
    }

    private void AddValue(string line)
    {
        var fields = Fields(line);
        var value = (KqlValue)Parse(typeof(KqlValue), fields[1]);
        Each(
            fields[0],
            word =>
            {
                word.Value = value;
                word.Unit = Field(fields, 2);
            }
        );
    }

    private static void AddOthers(Dictionary<string, string> others, string line)
    {
        var fields = Fields(line);
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

    private void Each(string line, Action<KqlWord> add)
    {
        foreach (var name in line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            add(Word(name));
        }
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
