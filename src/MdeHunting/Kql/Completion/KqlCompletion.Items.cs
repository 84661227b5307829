using MdeHunting.Contract;
using MdeHunting.Kql.Writing;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Kql.Completion;

// What there is to suggest.
internal sealed partial class KqlCompletion
{
    private IEnumerable<CompletionItem> Sources() =>
        [
            .. Named(),
            .. _tables
                .Where(table => table.RetiredOn is null && TerminalSafeText.IsTypable(table.Name))
                .Select(table => new CompletionItem(KqlWriter.Name(table.Name), CompletionItemKind.Table, SchemaText.Of(table))),
            .. _tables
                .Where(table => table.RetiredOn is not null && TerminalSafeText.IsTypable(table.Name))
                .Select(table => new CompletionItem(KqlWriter.Name(table.Name), CompletionItemKind.Table, SchemaText.Of(table))),
        ];

    private IEnumerable<CompletionItem> Columns(CompletionScope scope) =>
        Items(_place.Value.Columns(scope.Start) ?? _columns.After(scope.Segments) ?? [.. _columns.OfAllNamed()]).Concat(Named());

    private static IEnumerable<CompletionItem> Items(IEnumerable<KnownColumn> columns) =>
        columns
            .Where(column => TerminalSafeText.IsTypable(column.Name))
            .Select(column => new CompletionItem(
                KqlWriter.Name(column.Name),
                CompletionItemKind.Column,
                column.Type.Length > 0 ? column.Type : "Made by this query"
            ));

    // A function of the query's own is called, and has its signature.
    private IEnumerable<CompletionItem> Named() =>
        _columns
            .Named.Keys.Concat(_place.Value.Names)
            .Distinct(StringComparer.Ordinal)
            .Where(TerminalSafeText.IsTypable)
            .Select(name =>
                _place.Value.Functions.TryGetValue(name, out var own)
                    ? Own(name, own)
                    : new(KqlWriter.Name(name), CompletionItemKind.Name, "Named by this query")
            );

    private IEnumerable<CompletionItem> OwnFunctions() => Named().Where(item => item.Kind == CompletionItemKind.Function);

    private static CompletionItem Own(string name, KqlSignature signature) =>
        new($"{KqlWriter.Name(name)}({(signature.Parameters.Count == 0 ? ")" : string.Empty)}", CompletionItemKind.Function, signature.ToString());

    // Those that give rows and are no part of the language.
    private static IEnumerable<CompletionItem> ServiceFunctions() =>
        KqlSignatures
            .OfRows.Where(name => KqlFacts.KindOf(name) == KqlFunctionKind.Unknown)
            .Select(name => new CompletionItem($"{name}(", CompletionItemKind.Function, Signature(name)));

    // Of them, those that a query may begin with.
    private IEnumerable<CompletionItem> AsSource() =>
        _word.Length == 0 ? [] : Filter(ServiceFunctions().Where(item => KqlFacts.SourceOf(item.Text.TrimEnd('(')) == KqlSource.None));

    // There are hundreds: only those that begin as the word does.
    private IEnumerable<CompletionItem> Functions(params KqlFunctionKind[] kinds) =>
        _word.Length == 0
            ? []
            : kinds
                .SelectMany(KqlFacts.Functions)
                .Where(name => name.StartsWith(_word, StringComparison.OrdinalIgnoreCase))
                .Select(name => new CompletionItem($"{name}(", CompletionItemKind.Function, Signature(name)));

    private IEnumerable<CompletionItem> Plugins() =>
        Filter(KqlFacts.Functions(KqlFunctionKind.Plugin).Select(name => new CompletionItem($"{name}(", CompletionItemKind.Function, Signature(name))));

    // How it is called, where that is known.
    private static string Signature(string name) => KqlSignatures.Of(name) is { Count: > 0 } known ? string.Join("; ", known) : "Function";

    // A name in brackets is found by what it begins with as well.
    private IEnumerable<CompletionItem> Filter(IEnumerable<CompletionItem> suggestions) =>
        suggestions.Where(suggestion =>
            suggestion.Text.StartsWith(_word, StringComparison.OrdinalIgnoreCase)
            || suggestion.Text[0] == '[' && string.Compare(suggestion.Text, 2, _word, 0, _word.Length, StringComparison.OrdinalIgnoreCase) == 0
        );
}
