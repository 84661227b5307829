using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;
using MdeHunting.Text;

namespace MdeHunting.Parameters;

/// <summary>The values of <c>-Parameter</c>, which become <c>let</c> statements ahead of each query.</summary>
internal sealed class QueryParameters
{
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<string, ParameterValue> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string Name, ColumnKind? Type), KqlText> _written = new();
    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.OrdinalIgnoreCase);

    private volatile bool _isUsed;

    private QueryParameters(TimeZoneInfo zone) => _zone = zone;

    /// <summary>No values; a query that declares parameters gets its defaults.</summary>
    public static QueryParameters None => new(TimeZoneInfo.Local);

    /// <summary>The names of parameters that no query used, once there was one.</summary>
    public IEnumerable<string> Unused => _isUsed ? _values.Keys.Where(name => !_used.ContainsKey(name)) : [];

    /// <summary>Reads the values. To be called by the pipeline thread.</summary>
    /// <param name="given">What was specified.</param>
    /// <param name="zone">The zone of a time without a kind.</param>
    /// <exception cref="HuntingException">One of them is no value that a query can have.</exception>
    public static QueryParameters Read(IDictionary given, TimeZoneInfo zone)
    {
        var parameters = new QueryParameters(zone);
        var reader = new ParameterReader(zone);
        foreach (DictionaryEntry entry in given)
        {
            var name =
                BareValue.Of(entry.Key) as string
                ?? throw new HuntingException(
                    HuntingFailure.ParameterInvalid,
                    $"-Parameter has the key '{LanguagePrimitives.ConvertTo<string>(entry.Key)}', which isn't a string.",
                    "Specify a hashtable of names and values, such as @{ since = (Get-Date).AddDays(-7) }."
                );
            if (name.Length == 0)
            {
                throw new HuntingException(
                    HuntingFailure.ParameterNameTaken,
                    "A parameter can't be called '': that isn't a name.",
                    "Use 'p_value', in -Parameter and in the query."
                )
                {
                    Target = name,
                };
            }

            if (parameters._values.ContainsKey(name))
            {
                throw new HuntingException(
                    HuntingFailure.ParameterInvalid,
                    $"-Parameter has the name '{name}' more than once, in upper and lower case.",
                    "Specify each parameter once."
                )
                {
                    Target = name,
                };
            }

            parameters._values.Add(name, reader.Read(name, entry.Value));
        }

        return parameters;
    }

    /// <summary>Puts the values ahead of a query.</summary>
    /// <param name="query">The query as it was given.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="isOneOfMany">Whether the values are for many queries, of which each has its own parameters: what one does not have, another may.</param>
    /// <param name="mayLeaveOut">Whether the values are for several queries that were given together, so that one may declare what another does not.</param>
    /// <param name="otherNames">Other names by which a value reaches a declared parameter; null for none.</param>
    /// <exception cref="HuntingException">The query declares other parameters, or a name or a value cannot be used with it.</exception>
    public ComposedQuery Compose(
        string query,
        IReadOnlyList<KnownTable> tables,
        bool isOneOfMany = false,
        bool mayLeaveOut = false,
        IReadOnlyDictionary<string, string>? otherNames = null
    )
    {
        if (_values.Count == 0 && !QueryParameterDeclaration.MayBeIn(query))
        {
            return query;
        }

        var tree = TokenTree.Of(new SourceText(query));
        var declarations = KqlStatement
            .In(tree, tree.Whole)
            .OfType<DirectiveStatement>()
            .Select(directive => (Directive: directive, Parameters: QueryParameterDeclaration.In(tree, directive)))
            .Where(found => found.Parameters is not null)
            .ToArray();
        foreach (var token in QueryParameterDeclaration.Misplaced(tree))
        {
            throw NotDeclared(tree, token, "'declare' doesn't begin a statement", "Write a ';' before 'declare', or remove what stands before it.");
        }

        foreach (var (directive, _) in declarations)
        {
            CheckForm(tree, directive);
        }

        var lets = (
            declarations.Length > 0 ? Declared(tree, [.. declarations.SelectMany(found => found.Parameters!)], isOneOfMany || mayLeaveOut, otherNames)
            : isOneOfMany ? []
            : Named(tree)
        ).ToArray();
        var composer = new QueryComposer(tree, [.. declarations.Select(found => found.Directive)]);
        if (lets.Length > 0)
        {
            // A declaration is no name that the query gives to something else.
            var names = new ParameterNames(
                declarations.Length > 0 ? TokenTree.Of(new SourceText(composer.Blanked)) : tree,
                tables,
                lets,
                [.. _values.Keys, .. lets.Select(let => let.Name)]
            );
            foreach (var let in lets)
            {
                names.Check(let.Name);
            }
        }

        _isUsed = true;
        foreach (var let in lets)
        {
            _used.TryAdd(let.Name, true);
        }

        return composer.Compose(lets);
    }

    // Where the query declares none, each is taken whose name it uses.
    private IEnumerable<ParameterLet> Named(TokenTree tree)
    {
        var names = new HashSet<string>(
            Enumerable.Range(0, tree.Whole.End).Where(token => tree.KindAt(token - 1) != KqlTokenKind.Dot).Select(tree.NameAt).OfType<string>(),
            StringComparer.Ordinal
        );
        foreach (var (name, value) in _values.Select(pair => (pair.Key, pair.Value)))
        {
            if (names.Contains(name))
            {
                yield return new ParameterLet(name, Written(name, value, null))
                {
                    Secret = value as ParameterValue.Secret,
                    Columns = ParameterLiteral.ColumnsOf(value),
                };
            }
            else if (names.FirstOrDefault(used => string.Equals(used, name, StringComparison.OrdinalIgnoreCase)) is { } other && !KqlFacts.IsWord(other))
            {
                throw new HuntingException(
                    HuntingFailure.ParameterUnknown,
                    $"-Parameter has the name '{name}', and the query uses '{other}': names in KQL are case-sensitive.",
                    $"Specify it as '{other}'."
                )
                {
                    Target = name,
                };
            }
        }
    }

    private IEnumerable<ParameterLet> Declared(
        TokenTree tree,
        IReadOnlyList<QueryParameterDeclaration> declared,
        bool mayLeaveOut,
        IReadOnlyDictionary<string, string>? otherNames
    )
    {
        CheckNames(declared, mayLeaveOut);

        // Also of a query that lacks the value of another.
        var named = declared.Select(parameter => (Parameter: parameter, Given: GivenName(parameter.Name))).ToArray();
        foreach (var (_, given) in named.Where(one => _values.ContainsKey(one.Given)))
        {
            _used.TryAdd(given, true);
        }

        foreach (var (parameter, given) in named)
        {
            var type =
                KnownColumn.KindOf(parameter.Type)
                ?? throw new HuntingException(
                    HuntingFailure.ParameterInvalid,
                    $"The query declares the parameter '{parameter.Name}' with the type '{parameter.Type}', which isn't supported for parameters.",
                    "Declare one of string, bool, int, long, real, decimal, datetime, timespan, guid, or dynamic, such as (hosts:dynamic)."
                )
                {
                    Target = parameter.Name,
                };
            yield return _values.TryGetValue(given, out var value)
                ? new ParameterLet(parameter.Name, Written(given, value, type)) { Secret = value as ParameterValue.Secret }
                : new ParameterLet(parameter.Name, DefaultOf(tree, parameter, type)) { IsDefault = true };
        }

        string GivenName(string name) => !_values.ContainsKey(name) && otherNames is not null && otherNames.TryGetValue(name, out var other) ? other : name;
    }

    private void CheckNames(IReadOnlyList<QueryParameterDeclaration> declared, bool mayLeaveOut)
    {
        string[] names = [.. declared.Select(parameter => parameter.Name)];
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new HuntingException(
                HuntingFailure.ParameterInvalid,
                $"The query declares the parameter '{twice.Key}' more than once.",
                "Use a different name for each parameter, which differs in more than case."
            )
            {
                Target = twice.Key,
            };
        }

        if (!mayLeaveOut && _values.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            var near = EditDistance.Ask(EditDistance.Find(unknown, names));
            throw new HuntingException(
                HuntingFailure.ParameterUnknown,
                $"The query declares no parameter '{unknown}'.",
                $"{(near is null ? string.Empty : $"{near} ")}It declares {(names.Length == 0 ? "no parameters" : string.Join(", ", names))}."
            )
            {
                Target = unknown,
            };
        }
    }

    private KqlText DefaultOf(TokenTree tree, QueryParameterDeclaration parameter, ColumnKind type)
    {
        if (parameter.Default(tree) is not { IsEmpty: false } span)
        {
            throw new HuntingException(
                HuntingFailure.ParameterMissing,
                $"The query declares the parameter '{parameter.Name}' ({parameter.Type}), which has no value.",
                $"Specify it: -Parameter @{{ {parameter.Name} = … }}."
            )
            {
                Target = parameter.Name,
            };
        }

        return new ParameterDefault(tree, parameter, type, _zone).Write(span);
    }

    // What is replaced must be a declaration and nothing else, or a part of the query would be left out without a word.
    private static void CheckForm(TokenTree tree, DirectiveStatement directive)
    {
        if (QueryParameterDeclaration.Fault(tree, directive) is var (token, what, nextStep))
        {
            throw NotDeclared(tree, token, what, nextStep);
        }
    }

    private static HuntingException NotDeclared(TokenTree tree, int token, string what, string nextStep)
    {
        var place = tree.Has(token) ? tree.Text.Significant[token].Start : tree.Text.Source.Length;
        return new HuntingException(
            HuntingFailure.ParameterInvalid,
            $"The query's declaration of parameters isn't valid: {what} ({tree.Text.LineAndColumn(place)}).",
            nextStep
        )
        {
            Target = tree.TextAt(token),
        };
    }

    private KqlText Written(string name, ParameterValue value, ColumnKind? type) =>
        _written.GetOrAdd(
            (name, type),
            _ => new ParameterLiteral(name, _zone) is var literal && type is { } declared ? literal.Write(value, declared) : literal.Write(value)
        );
}

/// <summary>A parameter as it is put ahead of a query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What is written for its value.</param>
internal readonly record struct ParameterLet(string Name, KqlText Value)
{
    /// <summary>The value, where it may not be shown.</summary>
    public ParameterValue.Secret? Secret { get; init; }

    private readonly IReadOnlyList<string>? _columns;

    /// <summary>The names of its columns, where it is a table.</summary>
    public IReadOnlyList<string> Columns
    {
        get => _columns ?? [];
        init => _columns = value;
    }

    /// <summary>Whether it is what the query itself says, which may be more than one literal.</summary>
    public bool IsDefault { get; init; }
}
