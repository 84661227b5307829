namespace MdeHunting.Lab.Kql.Functions;

/// <summary>What a column is called that a function's result makes and the query does not name.</summary>
internal enum ColumnNaming
{
    /// <summary><c>Column1</c> and so on.</summary>
    Numbered,

    /// <summary>As its first argument would be called: <c>tostring(X)</c> is <c>X</c>.</summary>
    FirstArgument,

    /// <summary>The function and its first argument: <c>strlen(X)</c> is <c>strlen_X</c>.</summary>
    FunctionAndFirstArgument,
}
