@echo off
rem Starts Qwen Agent: finds a JDK 25 or later, builds the first time, runs the program.
rem   QWEN_AGENT_JAVA_HOME   the JDK to run on, before JAVA_HOME and the usual folders
rem   QWEN_AGENT_JAVA_OPTS   more JVM options
rem It does not watch the sources: after a change, delete examples\target or run mvn package.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "JAR=%ROOT%examples\target\qwen-agent.jar"

set "JAVA="
call :try "%QWEN_AGENT_JAVA_HOME%"
call :try "%JAVA_HOME%"
for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\jdk-*" "%ProgramFiles%\Java\jdk-*" "%ProgramFiles%\Microsoft\jdk-*" "%ProgramFiles%\Zulu\zulu-*" "%ProgramFiles%\Amazon Corretto\jdk*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\temurin25-jdk\current") do call :try "%%~J"
if not defined JAVA (
    >&2 echo qwen-agent: Java 25 or later is needed, and none was found in QWEN_AGENT_JAVA_HOME, JAVA_HOME, "%ProgramFiles%" and "%USERPROFILE%\.jdks".
    >&2 echo   Install a JDK 25, for example from https://adoptium.net/temurin/releases/?version=25, or set QWEN_AGENT_JAVA_HOME to its folder.
    exit /b 1
)

if not exist "%JAR%" (
    where mvn >nul 2>nul || (
        >&2 echo qwen-agent: Maven 3.8 or later is needed to build, and there is no mvn on the PATH.
        exit /b 1
    )
    >&2 echo qwen-agent: building, needed the first time
    pushd "%ROOT%"
    call mvn -q -B -pl examples -am -Dmaven.test.skip=true -Dspotless.check.skip=true package 1>&2 || (
        popd
        >&2 echo qwen-agent: the build failed, see above
        exit /b 1
    )
    popd
)

"%JAVA%" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED %QWEN_AGENT_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%

rem :try HOME takes the java of HOME when none was taken yet and its release file says 25 or later.
:try
if defined JAVA exit /b
if "%~1"=="" exit /b
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\release" exit /b
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "MAJOR=%%~V"
set "MAJOR=%MAJOR:"=%"
if %MAJOR% GEQ 25 set "JAVA=%~1\bin\java.exe"
exit /b
