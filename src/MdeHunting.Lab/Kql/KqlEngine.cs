using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql;

/// <summary>
/// Runs queries in a subset of the Kusto Query Language. What is outside it is refused as the hunting services refuse what they do not know.
/// </summary>
/// <remarks>
/// <para>Statements: <c>let</c> of a value or of a table, and one query at the end. Names are case-sensitive and may be written <c>['any text']</c>;
/// <c>//</c> starts a comment. No functions of one's own.</para>
/// <para>Operators: where (filter), project, extend, sort (order) by, take (limit), top, count, summarize.</para>
/// <para>Tests: <c>== != &lt;&gt; &lt; &lt;= &gt; &gt;= =~ !~</c>, and, or, in, in~, between, has, contains, startswith, endswith, each also with <c>!</c>,
/// the last four also with <c>_cs</c>. Null differs from every value, and any other test of it is unknown, which where takes for false.</para>
/// <para>Arithmetic: <c>+ - * / %</c> over numbers, moments and spans. A whole number divided by zero is null.</para>
/// <para>Paths into dynamic values: <c>x.y</c>, <c>x["y"]</c>, <c>x[0]</c>.</para>
/// <para>Literals: text in all the language's forms, long (also 0x), real, bool, timespan (<c>1.5h</c>), <c>datetime(...)</c>, <c>timespan(...)</c>,
/// <c>int(...)</c>, <c>long(...)</c>, <c>real(...)</c>, <c>decimal(...)</c>, <c>bool(...)</c>, <c>guid(...)</c>, each with null,
/// and <c>dynamic(...)</c>.</para>
/// <para>Functions: ago, bin, floor, iff, iif, isempty, isnotempty, isnotnull, isnull, not, now, parse_json, startofday, strcat, strlen, tobool,
/// todatetime, todecimal, todouble, todynamic, toguid, toint, tolong, tolower, toreal, tostring, totimespan, toupper.</para>
/// <para>Aggregates: arg_max, arg_min, avg, count, countif, dcount (exact), make_list, make_set, max, min, sum.</para>
/// <para>The same query over the same database gives the same rows in the same order: the clock is the database's, take gives the first rows,
/// and rows that a sort finds equal stay as they were.</para>
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
        var statements = QueryParser.Parse(query);
        var context = LetBinder.Bind(statements, new QueryContext(database, token));
        var result = statements.FirstOrDefault(statement => statement.Name is null) ?? throw SemanticError.NoStatement();
        var relation = TableBinder.Bind(result.Value, context);
        return new KqlTable(ResultName, relation.Columns, relation.Rows.ToArray());
    }
}
