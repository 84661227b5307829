namespace MdeHunting;

/// <summary>The ways in which a query gives no rows; each name is the ErrorId of its error record.</summary>
public enum HuntingFailure
{
    /// <summary>Two arguments of the cmdlet exclude each other; nothing was asked.</summary>
    ArgumentConflict,

    /// <summary>The query is null, empty or blank.</summary>
    EmptyQuery,

    /// <summary>What was given is no query: an object that is no text, the name of a file, or a text read in the wrong encoding; nothing was sent.</summary>
    NotAQuery,

    /// <summary>Lines of a file came where queries are expected.</summary>
    QueryFromLines,

    /// <summary>No query file is at that path.</summary>
    QueryFileNotFound,

    /// <summary>The query file cannot be opened, or is not text in UTF-8 or UTF-16.</summary>
    QueryFileUnreadable,

    /// <summary>The time asked for makes no sense: it ends before it starts, is no span at all, lies in the future, or is said twice.</summary>
    TimeInvalid,

    /// <summary>The query reads something that cannot be bounded in time from outside of it.</summary>
    QueryNotBounded,

    /// <summary>The query cannot be split into windows of time: together they would not give its rows.</summary>
    QueryNotSplittable,

    /// <summary>The rows of a window of time could not be had, or not all of them.</summary>
    WindowIncomplete,

    /// <summary>The service does not accept the query (HTTP 400).</summary>
    QueryRefused,

    /// <summary>The service does not accept the token (HTTP 401), nor a new one where one could be requested.</summary>
    Unauthorized,

    /// <summary>The account or application may not hunt (HTTP 403).</summary>
    Forbidden,

    /// <summary>Not the service answered, but something on the way to it: a proxy, a gateway, a network that wants a sign-in of its own.</summary>
    AnswerNotFromService,

    /// <summary>The tenant has used up its quota (HTTP 429).</summary>
    TooManyRequests,

    /// <summary>Queries were not asked of a connection, since an earlier one showed that its sign-in is no longer good.</summary>
    NotAsked,

    /// <summary>The tenant's quota would be free again only after a longer wait than was allowed.</summary>
    QuotaExhausted,

    /// <summary>The result has as many rows as the service gives at the most, so the rest may have been cut off.</summary>
    ResultTruncated,

    /// <summary>The result is larger than the service gives (50 MB).</summary>
    ResultTooLarge,

    /// <summary>The service stopped the query, since it ran too long.</summary>
    QueryTimeout,

    /// <summary>The service stopped the query, since it, or the tenant, used too much of its processors or memory.</summary>
    ProcessingResourcesExceeded,

    /// <summary>No response came in time.</summary>
    RequestTimeout,

    /// <summary>The service failed (another status than 200).</summary>
    ServiceError,

    /// <summary>The service could not be reached, or broke off.</summary>
    HuntingServiceUnreachable,

    /// <summary>The service showed a certificate that is not trusted.</summary>
    HuntingCertificateRefused,

    /// <summary>The service answered with a redirect, which is never followed: a token goes to no other place.</summary>
    RedirectRefused,

    /// <summary>A request would have gone to a host that is not of the connection's cloud, or without TLS; nothing was sent.</summary>
    HostRefused,

    /// <summary>The proxy wants credentials, or refuses.</summary>
    HuntingProxyRefused,

    /// <summary>The service answered 200 with an empty body.</summary>
    AnswerEmpty,

    /// <summary>The service answered with something other than JSON, such as the HTML of a proxy.</summary>
    AnswerNotJson,

    /// <summary>The response ends before it is whole.</summary>
    AnswerTruncated,

    /// <summary>The response is JSON, but not in the shape of a response.</summary>
    AnswerMalformed,

    /// <summary>The response, or a part of it, is larger than any that the service gives; nothing of it was given out.</summary>
    AnswerTooLarge,

    /// <summary>The response was to be recorded, and could not be; nothing of it was given out.</summary>
    ResponseNotRecorded,

    /// <summary>The query ended in a way that this module did not foresee; other queries and tenants go on.</summary>
    UnexpectedFailure,

    /// <summary>A value of -Parameter cannot be used, or is not of the type that the query declares; nothing was sent.</summary>
    ParameterInvalid,

    /// <summary>The query declares a parameter that has no value; nothing was sent.</summary>
    ParameterMissing,

    /// <summary>The query declares no parameter of that name; nothing was sent.</summary>
    ParameterUnknown,

    /// <summary>A parameter has the name of a table, a column, a word of the language, or something else of the query; nothing was sent.</summary>
    ParameterNameTaken,

    /// <summary>Something was found in the query by which it would be rejected or silently wrong, and -Check is Stop; nothing was sent.</summary>
    QueryCheckFailed,
}
