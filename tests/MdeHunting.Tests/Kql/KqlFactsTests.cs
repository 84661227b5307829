using System.Text.RegularExpressions;
using MdeHunting.Kql;
using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Completion;
using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>What is known of the language stands in one file, and all that walk a query know it.</summary>
public sealed partial class KqlFactsTests
{
    // Code that reads the grammar of one operator, statement or sign names the words of that; a few words are another language's, or mean something else there.
    // Whatever else is known of a word stands in the table.
    private static readonly Dictionary<string, string[]> Grammar = new(StringComparer.Ordinal)
    {
        // by, on and with part the arguments of an operator.
        ["ColumnAnalyzer.cs"] = ["by", "on", "with"],
        // -From and -To of a transfer, as an error names them.
        ["AddMdeEvidenceTransferCommand.cs"] = ["from", "to"],
        // Names of members in a bag of evidence, and of what a path may not begin with.
        ["BagText.cs"] = ["~"],
        ["EvidenceQuery.cs"] = ["split"],
        ["EvidenceReport.cs"] = ["timespan"],
        ["EvidenceRequest.cs"] = ["timespan"],
        // A field of what was recorded.
        ["RecordedQuestion.cs"] = ["timespan"],
        // Fields of a journal.
        ["PackFolder.cs"] = ["pack"],
        // Another language that a file is in.
        ["PackProblems.cs"] = ["python"],
        ["PackRecord.cs"] = ["split"],
        ["JournalFolders.cs"] = ["kind"],
        ["JoinAnalyzer.cs"] = ["kind", "on"],
        ["OptionSlips.cs"] = ["kind"],
        ["TenantJudge.cs"] = ["isfuzzy"],
        ["UnionAnalyzer.cs"] = ["isfuzzy"],
        ["ResultLimit.cs"] = ["by"],
        // A folder of the package.
        ["EvidenceTool.cs"] = ["bin"],
        // search in (…), scan with (step …), make-series on … from … to … step …, and in range(…).
        ["FilterAnalyzer.cs"] = ["from", "in", "on", "range", "step", "to", "with"],
        // Conditions and comparisons, by how strongly they bind.
        ["FilterExpression.cs"] = ["and", "between", "in", "or", "~"],
        // find in (…) where … project …
        ["NamedTables.cs"] = ["in", "project", "where"],
        // partition by … (…) and facet by … with (…), which differ in where their parts stand; order by … asc nulls first.
        ["OperatorAnalyzer.cs"] = ["asc", "by", "desc", "facet", "nulls", "on", "partition", "with"],
        ["SourceAnalyzer.cs"] = ["from"],
        // let Name = view () { … }
        ["KqlStatement.cs"] = ["let", "view"],
        ["QueryAnalyzer.cs"] = ["let"],
        // Two are types of columns.
        ["ColumnInference.cs"] = ["by", "int", "let", "long"],
        // find in (…) where …
        ["KqlCompletion.Beginnings.cs"] = ["in", "where"],
        ["KqlCompletion.cs"] = ["let", "on", "typeof", "with"],
        ["KqlCompletion.Places.cs"] = ["as", "by", "declare", "in", "kind", "let", "of", "on", "step", "with"],
        // The sign of in~, and the type whose literals are cut into tokens.
        ["KqlLexer.cs"] = ["dynamic", "~"],
        // Functions and operators of which a rule knows a pitfall; a key of the table of rules.
        ["CallRules.cs"] =
        [
            "array_index_of",
            "count_distinct",
            "dcount",
            "dcountif",
            "iff",
            "iif",
            "indexof",
            "indexof_regex",
            "isnotnull",
            "isnull",
            "notnull",
        ],
        ["CheckRules.cs"] = ["not"],
        ["ComparisonRules.cs"] = ["!in", "has", "in", "in~", "regex", "tolower", "toupper", "~"],
        ["StepRules.cs"] = ["by", "in", "kind", "on", "sample", "sort"],
        // What is missing, and what to write in place of an operator that takes one value.
        ["TextRules.cs"] = ["by", "has", "on"],
        // Statements, what parts the arguments of an operator, how strongly operators bind; and a function that names a type.
        ["KqlParser.cs"] = ["declare", "let", "view"],
        ["QueryParameterDeclaration.cs"] = ["declare"],
        ["KqlParser.Expressions.cs"] = ["typeof"],
        ["KqlParser.Infixes.cs"] = ["and", "between", "in", "not", "or", "~"],
        ["KqlParser.Items.cs"] = ["default", "nulls", "to", "typeof"],
        ["KqlParser.Parts.cs"] = ["declare", "with"],
        ["KqlParser.Steps.cs"] = ["as", "by", "from", "in", "limit", "of", "on", "step", "to", "with"],
        ["QueryBinder.Rows.cs"] = ["kind", "with"],
        ["QueryBinder.Shapes.cs"] = ["by", "kind", "of", "on", "step"],
        ["QueryBinder.Steps.cs"] = ["as", "with"],
        // What a function gives, as its table says it.
        ["QueryBinder.Calls.cs"] = ["case"],
        // What a function's parameters take and what it gives, as its table says it; in and !in compare values of any type.
        ["KqlSignature.cs"] = ["any", "regex"],
        // Functions that give a column for each of their numbers, which is named by the number.
        ["ColumnNames.cs"] = ["percentile", "percentiles", "percentilesw", "percentilew"],
        // What to write in place of an operator, as the query writes it.
        ["OperandRules.cs"] = ["!in~", "and", "has", "has_all", "has_any", "in~", "or"],
        ["Operands.cs"] = ["!in", "case", "first", "in", "sum"],
        // A section of the table.
        ["KqlLanguage.cs"] = ["join"],
        // The unit.
        ["KqlUnits.cs"] = ["min"],
        // SQL: SELECT DISTINCT … AS … FROM … WHERE, && and ||, NOT LIKE, IS NOT NULL, COUNT(*); and BY, ON, IN in capitals.
        ["BeginningSlips.cs"] = ["as", "distinct", "from", "top", "where"],
        ["CharacterSlips.cs"] = ["and"],
        ["WordSlips.cs"] = ["by", "count", "in", "like", "not", "on", "or", "~"],
        // What a service's message speaks of.
        ["NameSuggestions.cs"] = ["table"],
        // What a filter on the time cannot do without: a query that has none of it is not read, and the table is not loaded for it.
        ["OwnTime.cs"] = ["ago", "contains", "date", "has", "now", "startswith", "todecimal", "todouble", "toint", "tolong", "toreal", "tostring"],
        // The types of columns.
        ["KnownColumn.cs"] =
        [
            "bool",
            "boolean",
            "date",
            "datetime",
            "decimal",
            "double",
            "dynamic",
            "guid",
            "int",
            "int32",
            "int64",
            "long",
            "real",
            "time",
            "timespan",
            "uniqueid",
            "uuid",
        ],
        // let Name = value; let Name, and union withsource=Name.
        ["ParameterNames.cs"] = ["let", "with"],
        ["QueryComposer.cs"] = ["let"],
        // A column of a list, and what an address is.
        ["IndicatorNames.cs"] = ["hash"],
        // Fields of a journal, and a switch that is set.
        ["RecordedRun.cs"] = ["set", "split"],
        // A field of Graph's request.
        ["SpannedSession.cs"] = ["timespan"],
        ["StoredFacts.cs"] = ["timespan"],
        // ago(…), and in (…); a list that is made of values.
        ["Placeholders.cs"] = ["by", "on"],
        ["PlaceholderTypes.cs"] = ["ago", "in", "let", "~"],
        // What a table is that is not there for all yet.
        ["TableCatalog.cs"] = ["preview"],
    };

    // What treats each row by itself, or may be refused for what its arguments are.
    private static readonly KqlRowEffect[] RowWise =
    [
        KqlRowEffect.Each,
        KqlRowEffect.Filtered,
        KqlRowEffect.Drawn,
        KqlRowEffect.Named,
        KqlRowEffect.Ordered,
        KqlRowEffect.LookedUp,
        KqlRowEffect.United,
        KqlRowEffect.Applied,
    ];

    public static TheoryData<string> Operators => [.. KqlFacts.AllOperators.Select(known => known.Name)];

    [Fact]
    public void Every_operator_of_the_lab_is_known_with_what_it_does() =>
        Assert.All(
            OperatorTable.All.Keys,
            name =>
            {
                var known = KqlFacts.Operator(name);
                Assert.NotNull(known);
                Assert.True(known.Columns != KqlColumnEffect.Unknown || known.Takes(KqlArguments.Parts) || name == "sample-distinct", name);
            }
        );

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_is_known_by_all_that_walk_a_query(string name)
    {
        var known = KqlFacts.Operator(name)!;
        var query = $"DeviceEvents | {name} x";
        var diagnostics = Analyses.Of(query).Diagnostics;
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Why.Contains("isn't a recognized operator", StringComparison.Ordinal));
        Assert.Equal(!RowWise.Contains(known.Rows), diagnostics.Any(diagnostic => diagnostic.Kind == QueryDiagnosticKind.Splitting && diagnostic.Name == name));

        Assert.Equal(KqlFacts.Operators.Any(item => item.Text == known.Text), Suggested("DeviceEvents | ").Contains(known.Text));
        Assert.Equal(
            known.Takes(
                KqlArguments.Values
                    | KqlArguments.Aggregates
                    | KqlArguments.Columns
                    | KqlArguments.Keys
                    | KqlArguments.Tables
                    | KqlArguments.Words
                    | KqlArguments.Plugin
            )
                || known.Columns == KqlColumnEffect.Added
                || known.Rows == KqlRowEffect.Function,
            Suggested($"DeviceEvents | {name} ").Any()
        );
        Assert.Equal(KqlTokenKind.BracketedName, new SourceText(KqlWriter.Name(name)).Tokens[0].Kind);
    }

    [Fact]
    public void Every_effect_is_that_of_an_operator()
    {
        Assert.All(Enum.GetValues<KqlColumnEffect>(), effect => Assert.Contains(KqlFacts.AllOperators, known => known.Columns == effect));
        Assert.All(Enum.GetValues<KqlRowEffect>(), effect => Assert.Contains(KqlFacts.AllOperators, known => known.Rows == effect));
        Assert.All(Enum.GetValues<KqlArguments>().Skip(1), kind => Assert.Contains(KqlFacts.AllOperators, known => known.Takes(kind)));
    }

    [Fact]
    public void Every_function_of_the_language_has_a_signature() =>
        Assert.All(
            Enum.GetValues<KqlFunctionKind>()
                .Where(kind =>
                    kind is not (KqlFunctionKind.Unknown or KqlFunctionKind.Plugin or KqlFunctionKind.Outer or KqlFunctionKind.Word or KqlFunctionKind.Keyword)
                )
                .SelectMany(KqlFacts.Functions),
            name => Assert.NotEmpty(KqlSignatures.Of(name))
        );

    [Fact]
    public void Every_value_and_source_is_that_of_a_word()
    {
        string[] words =
        [
            .. Enum.GetValues<KqlFunctionKind>().SelectMany(KqlFacts.Functions),
            .. KqlFacts.Beginnings((KqlBeginning)~0),
            "_GetWatchlist",
            "FileProfile",
        ];

        Assert.All(Enum.GetValues<KqlValue>(), value => Assert.Contains(words, word => KqlFacts.ValueOf(word) == value));
        Assert.All(Enum.GetValues<KqlPluginRows>(), rows => Assert.Contains(words, word => KqlFacts.PluginOf(word).Rows == rows));
        Assert.All(Enum.GetValues<KqlSource>(), source => Assert.Contains(words, word => KqlFacts.SourceOf(word) == source));
    }

    [Fact]
    public void What_others_call_an_operator_leads_to_one_of_KQLs() =>
        Assert.All(KqlFacts.OtherOperators, name => Assert.Contains(KqlFacts.Operators, item => item.Text == KqlFacts.OtherOperator(name)));

    [Theory]
    [InlineData("len", "strlen")]
    [InlineData("UCASE", "toupper")]
    [InlineData("first", "take_any")]
    [InlineData("strlen", null)]
    public void What_others_call_a_function_leads_to_one_of_KQLs(string name, string? expected) => Assert.Equal(expected, KqlFacts.OtherFunction(name));

    [Fact]
    public void No_other_file_names_words_of_the_language_but_those_of_its_own_grammar()
    {
        var named = Directory
            .EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, "src", "MdeHunting"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: Path.GetFileName(file), Words: WordsIn(File.ReadLines(file))))
            .Where(one => one.Words.Length > 0)
            .ToDictionary(one => one.File, one => one.Words, StringComparer.Ordinal);

        Assert.Equal(Grammar.Select(Told).Order(StringComparer.Ordinal), named.Select(Told).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(
        """private static readonly HashSet<string> WithTable = new(StringComparer.Ordinal) { "ipv4_lookup", "ipv6_lookup" };""",
        "ipv4_lookup ipv6_lookup"
    )]
    [InlineData("""case "arg_max" or "argmax":""", "arg_max argmax")]
    [InlineData("""var word = "matches regex";""", "matches regex")]
    [InlineData("""["left"] = "leftouter",""", "leftouter")]
    [InlineData("""if (name is "_GetWatchlist") // "take" is no literal here""", "_GetWatchlist")]
    [InlineData("""["hourofday"] = 1; ["FileName"] = 2; Fail("The query is empty.");""", "hourofday")]
    [InlineData("""/// It is "where" or "filter".""", "")]
    public void A_word_of_the_language_in_a_source_is_found(string line, string expected) => Assert.Equal(expected, string.Join(' ', WordsIn([line])));

    private static IEnumerable<string> Suggested(string query) =>
        KqlCompletion.Complete(query, query.Length, TableCatalog.Bundled.All).Items.Select(item => item.Text);

    private static string Told(KeyValuePair<string, string[]> file) => $"{file.Key}: {string.Join(' ', file.Value)}";

    private static string[] WordsIn(IEnumerable<string> lines) =>
        [
            .. lines
                .SelectMany(line => Literal().Matches(Comment().Replace(line, string.Empty)))
                .Select(literal => literal.Groups[1].Value)
                .Where(IsWord)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsWord(string text) =>
        KqlFacts.IsOperator(text)
        || KqlFacts.KindOf(text) != KqlFunctionKind.Unknown
        || KqlFacts.BeginningOf(text) != KqlBeginning.None
        || KqlFacts.SourceOf(text) != KqlSource.None
        || KqlFacts.LiteralOf(text) != KqlLiteral.None
        || KqlFacts.MatchOf(text) != KqlTextMatch.None
        || KqlFacts.Is((KqlWordPlaces)~0, text)
        || KqlFacts.AllJoinKinds.Contains(text)
        || KqlFacts.Infixes.Concat(KqlFacts.Operators).Any(item => item.Text == text);

    [GeneratedRegex("\"([^\"\\\\]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
