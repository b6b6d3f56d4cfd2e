@echo off
rem Sunshine draw: prepares .venv on the first start, then passes everything to Invoke. Messages are UTF-8.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
set "NO_MKDOCS_2_WARNING=1"
set "here=%~dp0"
set "venv=%here%.venv"
set "pins=run"
if /i "%~1"=="test" set "pins=test"
if /i "%~1"=="check" set "pins=test"
if /i "%~1"=="bench" set "pins=bench"
if not exist "%venv%\Scripts\python.exe" goto prepare
fc /b "%here%.requirements\%pins%.txt" "%venv%\installed-%pins%.txt" >nul 2>nul
if errorlevel 1 goto prepare
:run
"%venv%\Scripts\python.exe" -m sampler.commands %*
exit /b %errorlevel%
:prepare
for %%p in ("%SAMPLER_PYTHON%" "py -3" "python" "python3") do (
    call :try %%p
    if not errorlevel 1 goto run
)
>&2 echo 没有找到 Python 3.11 或更新的版本，或者环境没有准备好。请看上面的说明；需要时从内网软件库安装 Python 后再运行 inv。
exit /b 1
:try
if "%~1"=="" exit /b 1
%~1 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 exit /b 1
%~1 "%here%sampler\bootstrap.py" "%here%." %pins%
exit /b %errorlevel%
