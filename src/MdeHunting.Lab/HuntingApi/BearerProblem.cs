namespace MdeHunting.Lab.HuntingApi;

internal enum BearerProblem
{
    Missing,
    Malformed,
    WrongSignature,
    WrongAudience,
    OutOfTime,
    UnknownTenant,
    MissingPermission,
    CalledBack,
}
