using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql;

/// <summary>
/// Runs queries in a subset of the Kusto Query Language. What is outside it is refused as the hunting services refuse what they do not know.
/// </summary>
/// <remarks>
/// <para>Statements: <c>let</c> of a value, of a table or of a function (with defaults, tables as arguments, and lets of its own), and one query at
/// the end. A let may take the name of a table and be made of it. Names are case-sensitive and may be written <c>['any text']</c>; <c>//</c> starts a
/// comment. <c>declare query_parameters</c>, with defaults alone, where the database takes it.</para>
/// <para>Sources: a name, <c>table("name")</c>, a call, <c>materialize(...)</c>, datatable, find, print, range, search (texts in all
/// tables), union.</para>
/// <para>Operators: as, count, distinct, extend, getschema, invoke, join (every kind), lookup, mv-apply, mv-expand, parse, parse-where, partition,
/// project, project-away, project-keep, project-rename, project-reorder, render (changes nothing), sample, sample-distinct, serialize, sort (order) by,
/// summarize, take (limit), top, union, where (filter). Hints are read and forgotten.</para>
/// <para>Tests: <c>== != &lt;&gt; &lt; &lt;= &gt; &gt;= =~ !~</c>, and, or, in, in~, between, has, contains, startswith, endswith, each also with <c>!</c>,
/// the last four also with <c>_cs</c>; has_any, has_all, matches regex. A list may be a table: its first column. Null differs from every value, and any
/// other test of it is unknown, which where takes for false; but the keys of a join, of a group and of distinct find null equal to null.</para>
/// <para>Arithmetic: <c>+ - * / %</c> over numbers, moments and spans. A whole number divided by zero is null.</para>
/// <para>Paths into dynamic values: <c>x.y</c>, <c>x["y"]</c>, <c>x[0]</c>.</para>
/// <para>Literals: text in all the language's forms, long (also 0x), real, bool, timespan (<c>1.5h</c>), <c>datetime(...)</c>, <c>timespan(...)</c>,
/// <c>int(...)</c>, <c>long(...)</c>, <c>real(...)</c>, <c>decimal(...)</c>, <c>bool(...)</c>, <c>guid(...)</c>, each with null,
/// and <c>dynamic(...)</c>.</para>
/// <para>Functions: those of <see cref="Functions.FunctionTable"/>, and toscalar and column_ifexists; over rows in an order those of
/// <see cref="Functions.WindowFunctionTable"/>. Aggregates: those of <see cref="Functions.AggregateTable"/>; dcount and percentile are exact.</para>
/// <para>Not there: hll and what reads it, evaluate, make-series, top-nested, scan, externaldata, ingestion_time, other databases.</para>
/// <para>The same query over the same database gives the same rows in the same order: the clock is the database's, chance is the same every time, take
/// and sample give the first rows, rows that a sort finds equal stay as they were, and a join follows its left table.</para>
/// </remarks>
public static class KqlEngine
{
    private const string ResultName = "PrimaryResult";

    /// <summary>
    /// Runs a query and gives its rows. Rows and dynamic values can be the database's own: they are not to be changed, and a JSON node is to be cloned
    /// before it goes into another tree.
    /// </summary>
    /// <param name="query">The text of the query.</param>
    /// <param name="database">The tables that it can name, and its clock.</param>
    /// <param name="token">Stops it.</param>
    /// <exception cref="KqlException">The query is none, is outside the subset, or asks for what the database does not have.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KqlTable Run(string query, KqlDatabase database, CancellationToken token = default)
    {
        var statements = QueryParser.Parse(query, database.TakesDeclarations);
        var context = LetBinder.Bind(statements, new QueryContext(database, token));
        var result = statements.FirstOrDefault(statement => statement.Name is null) ?? throw SemanticError.NoStatement();
        var relation = TableBinder.Bind(result.Value, context);
        return new KqlTable(ResultName, relation.Columns, relation.Rows.ToArray());
    }
}
